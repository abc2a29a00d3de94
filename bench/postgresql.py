"""Durable pushes of 500 ops on PostgreSQL with two workers, beside the same on SQLite in the same run.

Eight devices push to one business, whose counter row they take in turn, as in `push`; the floor is SQLite's speed for
that. The store is moved by `migrate-store`'s own code. PostgreSQL runs from the installed binaries on the same machine
with fsync and synchronous_commit on: the devices, two workers and the database's processes share its cores, so this
shows the cost of the engine, not what more machines would give.
"""

import asyncio
from collections.abc import Iterator
from contextlib import closing

from bench.figures import Figure, Unmeasured, at_least_floors
from bench.ground import Ground, House, sqlite
from bench.ops import BULK
from bench.push import drive
from sync.moving import move
from tests.postgres import Postgres, binaries


def run(ground: Ground) -> Iterator[Figure | Unmeasured]:
    """Large pushes on both engines."""
    what = f"{BULK}-op pushes from {ground.scale.bulk} devices, PostgreSQL and two workers, one business"
    if not binaries():
        yield Unmeasured(what, "there is no PostgreSQL")
        return
    with ground.server() as house:
        floor = _speed(ground, house)
    with closing(Postgres(durable=True)) as postgres, ground.business() as data:
        address = postgres.database()
        move(sqlite(data), address)
        with ground.server(data, FICHERO_DATABASE=address, FICHERO_WORKERS="2") as house:
            yield Figure(what, _speed(ground, house), "ops/s", floor, at_least_floors(0.7))


def _speed(ground: Ground, house: House) -> float:
    """Ops a second."""
    rows = house.rows("booking", ground.scale.bookings)
    taken, seconds = asyncio.run(drive(house, rows, ground.scale.bulk, BULK, ground.scale.seconds))
    return len(taken) * BULK / seconds
