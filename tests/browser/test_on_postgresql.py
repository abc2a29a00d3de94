"""The promise again, on PostgreSQL with two workers: two phones, roles, a server that is killed.

The tests are those of the other files, in a house of another kind.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.house import House
from tests.browser.test_faults import test_a_server_killed_in_the_midst_of_a_push_loses_nothing  # noqa: F401
from tests.browser.test_roles import test_a_role_that_changes_changes_what_the_phone_holds  # noqa: F401
from tests.browser.test_two_phones import (  # noqa: F401
    pair,
    rosa,
    test_the_overwritten_value_can_be_kept_and_is_then_on_both,
)
from tests.engine import Engine


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two workers on PostgreSQL."""
    made = House(tmp_path_factory.mktemp("postgresql"), engine=Engine.POSTGRESQL)
    yield made
    made.close()


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """The same, to be killed."""
    made = House(tmp_path / "data", engine=Engine.POSTGRESQL)
    yield made
    made.close()
