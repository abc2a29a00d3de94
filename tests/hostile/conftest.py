"""One server for all who attack it over the network; what it logs is looked at in the end."""

from collections.abc import Iterator

import pytest

from tests.hostile.rig import Rig
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
