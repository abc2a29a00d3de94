"""What grows with the business: one edit, one pull and a warm start with 1,000, 10,000 and 100,000 clients.

*Edit*: a push of one op through the store in this process, durable, without a socket. *Pull*: the frame with that one
row, asked for by a device that has all before it. Processor time is the whole process's; wall time includes the disk's
flush and whoever else uses the machine. *Warm start*: as in `warm_start`, the installed app without a network until
Today is painted, beside the bytes of the directory that it reads (as JSON). The floor of each figure is the same at the
smallest size: edit and pull should stay within a fifth of it, a start may grow as the directory does. Clients beyond
the smallest size are copies (`bench/grown.py`) with as many stops today, and without a history of their own.
`FICHERO_GROWTH=1000,10000` chooses other sizes.
"""

import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import msgspec

from bench.browser import browser, phone
from bench.devtools import running
from bench.figures import Figure, floors, median
from bench.ground import Ground, open_store, owner_of
from bench.grown import Grown
from bench.ops import edits
from bench.warm_start import STOPS, habit, starts
from sync import wire
from sync.database import reading
from sync.records import Record, find
from sync.scope import Seat
from sync.stamp import random_name
from sync.store import Store, system_ms

_DIRECTORY = """async () => {
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
    if (db.objectStoreNames.contains('directory')) {
      const all = db.transaction('directory').objectStore('directory').getAll();
      const shelves = await new Promise((done) => { all.onsuccess = () => done(all.result); });
      db.close();
      return JSON.stringify(shelves).length;
    }
    db.close();
  }
  throw new Error('there is no directory');
}"""

Took = tuple[float, float]
"""Milliseconds of the processor and of the clock."""


def run(ground: Ground) -> Iterator[Figure]:
    """At each size: edit and pull, then a start and the directory."""
    chosen = os.environ.get("FICHERO_GROWTH")
    sizes = tuple(map(int, chosen.split(","))) if chosen else ground.scale.grown
    first: list[Figure] = []
    for size in sizes:
        with closing(Grown(ground.scale, math.gcd(*sizes), size)) as grown:
            told = []
            for figure in [*_served(grown), *_started(grown)]:
                floor, aim = (first[len(told)].value, figure.aim) if first else (None, None)
                told.append(figure)
                yield Figure(f"{size:,} clients: {figure.what}", figure.value, figure.unit, floor, aim)
        first = first or told


def _served(ground: Ground) -> Iterator[Figure]:
    """Edit and pull on the server, each with its aim."""
    with ground.business() as data, closing(open_store(data)) as store:
        taken = list(_edits(store, ground.scale.samples))
    for at, what in enumerate(("edit", "pull")):
        for clock, name in enumerate(("processor", "wall")):
            yield Figure(f"{what}, {name}", median([each[at][clock] for each in taken]), "ms", aim=floors(1.2))


def _edits(store: Store, count: int) -> Iterator[tuple[Took, Took]]:
    """So many edits of bookings from all over the business, each pulled: how long either took."""
    business = store.businesses()[0]["id"]
    seat = Seat(business, owner_of(store, business), "bench")
    device = store.add_device(business, seat.member, seat.session, "bench")
    (welcome,) = store.hello(seat, wire.Hello(device, "", 0, 1, system_ms()))
    for n, row in enumerate(_spread(store, business, count), 1):
        (made,) = edits([row], n, 1)
        op = msgspec.Raw(wire.encode(wire.Op(n, random_name(12), system_ms(), "booking", *made)))
        push = wire.Push(device, welcome.epoch, system_ms(), [op])
        (answer,), edit = _timed(lambda push=push: store.push(seat, push))
        assert isinstance(answer, wire.Ack) and not answer.refused, answer
        cursor = store.head(business) - 1
        frame, pull = _timed(lambda cursor=cursor: store.rows(seat, cursor))
        assert [each.i for each in frame.rows] == [row.id], frame
        yield edit, pull


def _spread(store: Store, business: str, count: int) -> list[Record]:
    """So many bookings, evenly from the oldest to the newest."""
    with reading(store.db):
        rows = find(store.db, business, "booking", '1 = 1 ORDER BY "id"')
    return rows[:: max(1, len(rows) // count)][:count]


def _timed(work: Callable[[], Any]) -> tuple[Any, Took]:
    processor, clock = time.process_time(), time.perf_counter()
    done = work()
    return done, (1000 * (time.process_time() - processor), 1000 * (time.perf_counter() - clock))


def _started(ground: Ground) -> Iterator[Figure]:
    """Today painted, and the directory that was read for it."""
    held = phone(ground)
    with running(held.profile) as started:
        habit(started, held, STOPS, ground.scale.rounds)
        took = starts(started, held, STOPS, 1, False, ground.scale.rounds)
    with browser(held.profile) as page:
        page.context.set_offline(True)
        page.goto(f"{held.address}/today")
        size = page.evaluate(_DIRECTORY) / 1e6
    yield Figure("Today painted", took, "s")
    yield Figure("directory", size, "MB")
