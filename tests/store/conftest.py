"""What the tests of the store share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A store with one table on SQLite."""
    shop = Shop(tmp_path / "shop.db")
    yield shop
    shop.writer.close()
