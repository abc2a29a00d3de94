"""Many devices that are connected and do nothing: what each costs the server, how they come back, how it stops.

10,000 devices of one business (`FICHERO_IDLE` says another number), each with its own session. *Memory*: the
proportional set size of the server's processes before and after, shared out. *Cut at once and back*: all sockets are
aborted in one go and every device connects again at once; until the last has its welcome. *SIGTERM*: until the process
has ended, and the part of devices that were told to come back later (1012). The clients live in one other process of
the same machine and share its cores.
"""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from bench.device import Device, allow_files, connected
from bench.figures import Aim, Figure, at_most
from bench.ground import Ground, House


def run(ground: Ground) -> Iterator[Figure]:
    """One crowd."""
    allow_files()
    count = int(os.environ.get("FICHERO_IDLE", ground.scale.idle))
    with ground.server() as house:
        each, back, stop, told = asyncio.run(_crowd(house, count))
    yield Figure(f"memory of one idle device, of {count:,}", each, "KB", aim=at_most(45))
    yield Figure(f"{count:,} cut at once and back", back, "s", aim=at_most(20))
    yield Figure("SIGTERM to the end of the process", stop, "s", aim=at_most(10))
    yield Figure("told 1012 at SIGTERM", 100 * told, "%", aim=Aim("≥", 100))


async def _crowd(house: House, count: int) -> tuple[float, float, float, float]:
    server = house.serving.process.pid
    # Whatever the first connections load is not counted.
    await asyncio.gather(*(device.close() for device in await connected(house, 10)))
    before = _memory(server)
    devices = await connected(house, count)
    each = (_memory(server) - before) / count
    began = time.perf_counter()
    for device in devices:
        device.line.transport.abort()
    await asyncio.gather(*(_again(device) for device in devices))
    back = time.perf_counter() - began
    began = time.perf_counter()
    goodbyes = [asyncio.create_task(_goodbye(device)) for device in devices]
    os.kill(server, signal.SIGTERM)
    await asyncio.to_thread(house.serving.process.wait, 60)
    stop = time.perf_counter() - began
    codes = await asyncio.gather(*goodbyes)
    return each, back, stop, codes.count(1012) / count


async def _again(device: Device) -> None:
    """Connect, at once and again until it works, as an impatient client does."""
    while True:
        try:
            return await device.connect()
        except (OSError, TimeoutError, ConnectionClosed, EOFError):
            await asyncio.sleep(0.1)


async def _goodbye(device: Device) -> int | None:
    """The code with which the server closes."""
    try:
        while True:
            await device.line.recv()
    except ConnectionClosed as over:
        return over.rcvd and over.rcvd.code


def _memory(server: int) -> float:
    """KB of a process and all that it started."""
    return sum(_own(pid) for pid in _family(server))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _own(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0
