"""What an erasure leaves beside the tables and cannot remove at once: removed later, unless it is another's by then."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.leftovers import part
from tests.store.desk import Desk, row_id
from tests.store.shop import until

PHOTO = b"a photo of nobody"
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store on SQLite."""
    desk = Desk(f"sqlite:///{tmp_path / 'store.db'}", tmp_path)
    yield desk
    desk.store.close()


def stuck(desk: Desk) -> Path:
    """Erase a client in the place of whose photo is a folder, which is not removed as a file is."""
    photo = desk.store.files(desk.business) / NAME
    photo.mkdir(parents=True)
    begun = part(photo.parent, NAME, "a session")
    begun.parent.mkdir()
    begun.write_bytes(PHOTO)
    # One that was just sent would be spared.
    os.utime(begun, (0, 0))
    desk.olga.write("client", row_id(1), {"name": "Made up", "photo": NAME})
    desk.olga.write("client", row_id(1), {"erased": True})
    return photo


def test_the_next_erasure_removes_what_one_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.leftovers.RETRY_SECONDS", (100, 100))
    photo = stuck(desk)
    photo.rmdir()
    desk.olga.write("client", row_id(2), {"erased": True})
    assert [path.name for path in photo.parent.rglob("*")] == ["parts"]


def test_a_file_that_a_row_names_again_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.leftovers.RETRY_SECONDS", (0.01, 0.01))
    photo = stuck(desk)
    desk.olga.write("client", row_id(2), {"name": "Also made up", "photo": NAME})
    desk.olga.write("client", row_id(3), {"name": "Made up, too"})
    photo.rmdir()
    part(photo.parent, NAME, "a session").rename(photo)
    desk.olga.write("client", row_id(3), {"erased": True})
    until(lambda: not desk.store._leftovers._owed)
    assert photo.read_bytes() == PHOTO
