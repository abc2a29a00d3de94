"""What goes into one frame of rows, and what names an op, by example on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import wire
from tests.store.desk import Desk, row_id


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    """A business on each engine."""
    desk = Desk(database, tmp_path)
    yield desk
    desk.store.close()


def test_a_big_row_has_a_frame_of_its_own(desk: Desk) -> None:
    """Only a row that is too big by itself makes a frame longer than 64 KiB; every row comes once."""
    for number in (1, 2, 3):
        desk.olga.write("client", row_id(number), {"name": "Ana"})
    desk.olga.write("client", row_id(2), {f"custom.{number}": "x" * 9_000 for number in range(20)})
    desk.olga.write("client", row_id(4), {"name": "Eve"})
    cursor, rows = 0, []
    while frame := desk.store.rows(desk.olga.seat, cursor):
        assert frame.from_ == cursor < frame.to
        assert len(frame.rows) == 1 or len(wire.encode(frame)) < wire.ROWS_FRAME + 1_000
        cursor = frame.to
        rows += [row.i for row in frame.rows if row.t == "client"]
    assert rows == [row_id(number) for number in (1, 3, 2, 4)]


@pytest.mark.parametrize("name", ["a", "a" * 13, "A" * 12, "a b c d e f "])
def test_an_op_is_named_by_twelve_base_36_characters(desk: Desk, name: str) -> None:
    """A shorter name might be another op's too, which would then pass for a repeat."""
    (answer,) = desk.olga.send(desk.olga.op("client", row_id(1), {"name": "Ana"}) | {"o": name})
    assert isinstance(answer, wire.Error) and answer.code == "bad-message"
