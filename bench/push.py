"""Durable pushes over real sockets to the real server process: from sending until the acknowledgement is here.

Every device sends its next push when the last was acknowledged. One op from 50 devices, and 500 ops from 8, each op
an edit of two cells of a booking that exists. The floors are the statements on rows and history that the store issues
for the same edits, by bare `sqlite3` in one process without socket, JSON or merging, a commit for each push
(`bench/bare.py`): for 500 ops that is what SQLite itself costs, for one op what it would cost without group commit.
Both run with the disk as it is and with each flush slowed to 4 ms more (`bench/slow_sync.c`). The devices share the
machine's cores with the server.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.device import Device, connected, hang_up
from bench.figures import Figure, Unmeasured, at_least_floors, at_most, quantile
from bench.ground import Ground, House
from bench.ops import BULK, edits
from bench.slow import slow_disk
from sync.records import Record
from tests.server.process import ROOT

_SINGLES, _BULKS = 200, 20
"""Pushes of one op and of 500 that the floor issues."""


def run(ground: Ground) -> Iterator[Figure | Unmeasured]:
    """Both loads on either disk."""
    slow = slow_disk(ground)
    for disk, environ in (("disk as it is", {}), ("flush of 4 ms", slow)):
        if environ is None:
            yield Unmeasured(f"pushes, {disk}", "there is no C compiler")
            continue
        with ground.server(**environ) as house:
            rows = house.rows("booking", ground.scale.bookings)
            loads = [
                (devices, ops, *asyncio.run(drive(house, rows, devices, ops, ground.scale.seconds)))
                for devices, ops in ((ground.scale.single, 1), (ground.scale.bulk, BULK))
            ]
        bare = _bare(ground, environ)
        for devices, ops, taken, seconds in loads:
            what = f"{ops}-op pushes from {devices} devices, {disk}"
            aim, latency = (at_least_floors(0.6), None) if ops == BULK else (at_least_floors(10), at_most(60))
            alone = environ or ops == BULK
            yield Figure(what, len(taken) * ops / seconds, "ops/s", bare[ops], aim if alone else None)
            yield Figure(f"{what}: p50", 1000 * quantile(taken, 0.5), "ms")
            yield Figure(f"{what}: p99", 1000 * quantile(taken, 0.99), "ms", aim=latency if environ else None)


async def drive(house: House, rows: list[Record], count: int, ops: int, seconds: float) -> tuple[list[float], float]:
    """So many devices push so many ops of those rows at a time: how long each push took, and how long all of them."""
    devices = await connected(house, count)
    # In a thread, so that pings are answered meanwhile: on a busy machine it takes longer than a server bears silence.
    frames = [
        await asyncio.to_thread(_frames, device, rows[at::count], ops, seconds) for at, device in enumerate(devices)
    ]
    taken: list[float] = []
    began = time.perf_counter()

    async def busy(device: Device, ready: list[str]) -> None:
        for frame in ready:
            if time.perf_counter() - began > seconds:
                return
            taken.append(await device.push(frame))

    await asyncio.gather(*map(busy, devices, frames))
    took = time.perf_counter() - began
    await hang_up(devices)
    return taken, took


def _frames(device: Device, rows: list[Record], ops: int, seconds: float) -> list[str]:
    """More pushes than a device can make in that time."""
    count = int(seconds * (100 if ops == 1 else 5)) + 1
    return [device.frame([device.op("booking", edit) for edit in edits(rows, number, ops)]) for number in range(count)]


def _bare(ground: Ground, environ: dict[str, str]) -> dict[int, float]:
    """Ops a second of the floor, by ops of a push."""
    with ground.business() as data:
        command = [sys.executable, "-m", "bench.bare", str(data), f"1x{_SINGLES}", f"{BULK}x{_BULKS}"]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.PIPE, text=True, check=True
        )
    return {int(ops): speed for ops, speed in json.loads(done.stdout).items()}
