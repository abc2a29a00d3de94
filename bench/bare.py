"""The floor of a push: the statements that the store issues for it, again, by bare `sqlite3` in one process.

`python -m bench.bare DATA 1x200 500x20` prints the ops a second of 200 pushes of one op, and of 20 of 500. The
statements are recorded while the real store takes the pushes on one copy of the data, then issued on another: rows
read, rows written, history written, and a commit with synchronous=FULL for each push. No socket, no JSON, no merging;
statements that only our bookkeeping needs are left out.
"""

import json
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from bench.ground import owner_of
from bench.ops import edits
from sync import wire
from sync.database import reading
from sync.records import LAYOUTS, find
from sync.scope import Seat
from sync.stamp import random_name
from sync.store import Store, system_ms

_ROWS = tuple(sql for layout in LAYOUTS.values() for sql in (layout.select, layout.upsert, layout.update))

Statement = tuple[str, str, Any]


class _Recording(sqlite3.Connection):
    """A connection that remembers what it was asked; all connections of a store remember into one list."""

    heard: list[Statement] = []

    def execute(self, sql: str, params: Any = ()) -> sqlite3.Cursor:
        self.heard.append(("execute", sql, params))
        return super().execute(sql, params)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        self.heard.append(("executemany", sql, rows))
        return super().executemany(sql, rows)


def record(store: Store, ops: int, pushes: int) -> list[list[Statement]]:
    """The statements on rows and history of each push of the same edits that the bench makes."""
    business = store.businesses()[0]["id"]
    owner = owner_of(store, business)
    with reading(store.db):
        rows = find(store.db, business, "booking", "1 = 1")
    seat = Seat(business, owner, f"bench {ops}")
    device = store.add_device(business, owner, seat.session, "bench")
    (welcome,) = store.hello(seat, wire.Hello(device, "", 0, 1, system_ms()))
    told = []
    for number in range(pushes):
        made = [
            msgspec.Raw(wire.encode(wire.Op(number * ops + at, random_name(12), system_ms(), "booking", *edit)))
            for at, edit in enumerate(edits(rows, number, ops), 1)
        ]
        _Recording.heard.clear()
        (answer,) = store.push(seat, wire.Push(device, welcome.epoch, system_ms(), made))
        assert isinstance(answer, wire.Ack) and not answer.refused, answer
        told.append([each for each in _Recording.heard if each[1].startswith(_ROWS) or '"history"' in each[1]])
    store.close()
    return told


def replay(path: Path, pushes: list[list[Statement]]) -> float:
    """Seconds that the statements take, a transaction for each push, each on disk before the next."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = wal", "synchronous = full", "secure_delete = 1", "cache_size = -65536"):
        db.execute(f"PRAGMA {pragma}")
    began = time.perf_counter()
    for statements in pushes:
        db.execute("BEGIN IMMEDIATE")
        for how, sql, params in statements:
            done = getattr(db, how)(sql, params)
            if how == "execute":
                done.fetchall()
        db.execute("COMMIT")
    took = time.perf_counter() - began
    db.close()
    return took


def main(data: Path, loads: list[tuple[int, int]]) -> None:
    """Record on one copy, replay on the other; prints ops a second by ops of a push."""
    with tempfile.TemporaryDirectory(dir=data.parent) as folder:
        copy = Path(folder) / "recorded"
        shutil.copytree(data, copy)
        told = {}
        for ops, pushes in loads:
            # A store for each: its connections are made anew, and recorded.
            store = Store(f"sqlite:///{copy / 'fichero.sqlite'}", copy)
            store.db.connect_params["factory"] = _Recording
            statements = record(store, ops, pushes)
            told[ops] = ops * pushes / replay(data / "fichero.sqlite", statements)
        print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [tuple(map(int, load.split("x"))) for load in sys.argv[2:]])
