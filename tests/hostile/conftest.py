"""One server for all who attack it over the network; what it logs is looked at in the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.rig import Rig
from tests.server.office import Office
from tests.socket.phone import Phone


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A server for a module's tests. Whatever they did, it has nothing to log."""
    made = Rig(tmp_path_factory.mktemp("rig"))
    yield made
    made.close()
    assert made.log == []


@pytest.fixture
def honest(rig: Rig) -> Iterator[Phone]:
    """A phone that only wants to work."""
    phone = rig.honest()
    yield phone
    phone.hang_up()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A made-up business behind the real application, in this process."""
    made = Office(tmp_path / "office")
    yield made
    made.store.close()
