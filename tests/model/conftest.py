"""Where schedules run: stores of each engine."""

from collections.abc import Iterator

import pytest

from tests.model.ground import Ground


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Stores of each engine."""
    made = Ground(request.getfixturevalue("postgres") if request.param == "postgresql" else None)
    yield made
    made.close()
