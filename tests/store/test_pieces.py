"""A large push is written in pieces: others come between them, and what stops it half-way loses and doubles nothing."""

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sync import wire
from sync.database import fetch, reading
from sync.pieces import PIECE_CELLS, PIECE_OPS
from tests.store.desk import Desk, row_id

CLIENTS = 2 * PIECE_OPS + 10


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store on SQLite: its engine has the writer in which pushes meet."""
    desk = Desk(f"sqlite:///{tmp_path / 'store.db'}", tmp_path)
    yield desk
    desk.store.close()


def large(desk: Desk) -> list[dict[str, Any]]:
    """The ops of a push of three pieces: Olga's new clients."""
    return [desk.olga.op("client", row_id(number), {"name": f"Made up {number}"}) for number in range(CLIENTS)]


def at_first_poke(desk: Desk, act: Callable[[], object]) -> None:
    """Have something done once, by whoever pushes next, between two pieces."""
    waiting = [act]
    desk.store.hub.join(desk.business, lambda *_: waiting and waiting.pop()())


def taken(desk: Desk) -> list[int]:
    """The `n` of every cell in the history of Olga's device."""
    with reading(desk.store.db):
        return [n for (n,) in fetch(desk.store.db, 'SELECT "n" FROM "history" WHERE "device" = ?', (desk.olga.id,))]


def test_a_large_push_is_acknowledged_once(desk):
    ops = large(desk)
    ops[3]["v"], ops[-1]["v"] = {"name": 7}, {"name": 8}
    (ack,) = desk.olga.send(*ops)
    assert (ack.n, ack.o, ack.seq) == (CLIENTS, ops[-1]["o"], desk.store.head(desk.business))
    assert [(refused.n, refused.code) for refused in ack.refused] == [(4, "bad-value"), (CLIENTS, "bad-value")]
    assert desk.olga.send(*ops) == [ack]


def test_many_cells_make_a_piece_too(desk):
    cells = {f"custom.f{number}": number for number in range(PIECE_CELLS // 2 + 1)}
    ops = [desk.olga.op("client", row_id(number), cells) for number in range(2)]
    heads: list[int] = []
    desk.store.hub.join(desk.business, lambda seq, _: heads.append(seq))
    (ack,) = desk.olga.send(*ops)
    assert (ack.n, heads) == (2, [ack.seq - 1, ack.seq])


def test_a_short_push_is_acknowledged_between_the_pieces_of_a_large_one(desk):
    told: list[wire.Ack] = []

    def short() -> None:
        told.extend(desk.mark.send(desk.mark.op("client", row_id(0), {"company": "Made up"})))

    at_first_poke(desk, short)
    (ack,) = desk.olga.send(*large(desk))
    assert (ack.n, told[0].n) == (CLIENTS, 1)
    # Its row had its place in the order of changes before the last piece was written.
    assert told[0].seq < desk.store.row(desk.business, "client", row_id(CLIENTS - 1)).q


def test_a_gap_in_a_later_piece_is_told_after_what_came_before_it(desk):
    ops = large(desk)
    missing = ops.pop(PIECE_OPS + 5)
    ack, gap = desk.olga.send(*ops)
    assert (ack.n, ack.o, gap) == (missing["n"] - 1, ops[PIECE_OPS + 4]["o"], wire.Gap(missing["n"]))
    (ack,) = desk.olga.send(missing, *ops[PIECE_OPS + 5 :])
    assert ack.n == CLIENTS


def test_an_op_without_a_name_in_a_later_piece_stops_the_whole_push(desk):
    ops = large(desk)
    ops[-1]["o"] = "short"
    (error,) = desk.olga.send(*ops)
    assert (error.code, f"$.ops[{CLIENTS - 1}]" in error.text) == ("bad-message", True)
    assert taken(desk) == []


def test_too_many_cells_stop_the_whole_push(desk):
    cells = {f"custom.f{number}": number for number in range(700)}
    (error,) = desk.olga.send(*[desk.olga.op("client", row_id(number), cells) for number in range(3)])
    assert error.code == "too-large"
    assert taken(desk) == []


def test_a_store_that_is_busy_between_pieces_keeps_what_was_written(desk):
    desk.store.writer.submit(lambda: desk.store.db.execute_sql("PRAGMA busy_timeout = 50") and None)
    other = sqlite3.connect(desk.folder / "store.db", isolation_level=None)
    at_first_poke(desk, lambda: other.execute("BEGIN IMMEDIATE"))
    ops = large(desk)
    ack, error = desk.olga.send(*ops)
    assert (ack.n, ack.o, error.code) == (PIECE_OPS, ops[PIECE_OPS - 1]["o"], "busy")
    assert taken(desk) == list(range(1, PIECE_OPS + 1))
    other.close()
    (ack,) = desk.olga.send(*ops)
    assert (ack.n, taken(desk)) == (CLIENTS, list(range(1, CLIENTS + 1)))


def test_a_crash_between_pieces_keeps_what_was_written(desk):
    ops = large(desk)

    def pushes_and_dies() -> None:
        at_first_poke(desk, lambda: os.kill(os.getpid(), signal.SIGKILL))
        desk.olga.send(*ops)

    child = multiprocessing.get_context("fork").Process(target=pushes_and_dies)
    child.start()
    child.join(20)
    assert child.exitcode == -signal.SIGKILL
    assert taken(desk) == list(range(1, PIECE_OPS + 1))
    (ack,) = desk.olga.send(*ops)
    assert (ack.n, taken(desk)) == (CLIENTS, list(range(1, CLIENTS + 1)))
