"""An edit on device A until it is seen on device B, durable at the server before B hears of it.

From sending the push on A to the row's arrival on B, over real sockets to the real server; alone, while another
device pushes 500-op batches without a pause, and on the last of 50 devices that all listen. *Drawn in Chromium*:
until the new name stands in the document of a phone that shows that client's card. The floor is a bare echo through
the same stack (gunicorn, gevent, flask-sock, our guard) and one commit of one row by bare `sqlite3` with
synchronous=FULL, medians. Devices and server share the machine's cores.
"""

import asyncio
import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page
from websockets.asyncio.client import connect

from bench.browser import SAVED, browser
from bench.device import Device, connected, hang_up
from bench.figures import Figure, at_most, floors, median, quantile
from bench.ground import Ground, House
from bench.ops import BULK, edit, edits
from sync.records import Record
from tests.socket.conftest import serving
from tests.socket.raw import ORIGIN

_DRAWN = """(text) => {
  const main = document.querySelector('main');
  globalThis.drawn = new Promise((done) => {
    new MutationObserver((_, watching) => {
      if (!main.textContent.includes(text)) return;
      watching.disconnect();
      done(performance.timeOrigin + performance.now());
    }).observe(main, { subtree: true, childList: true, characterData: true });
  });
}"""


def run(ground: Ground) -> Iterator[Figure]:
    """Device to device, under load, to fifty, and to a screen."""
    scale = ground.scale
    folder = ground.fresh("floor")
    floor = _echo(folder, scale.samples) + _commit(folder / "floor.db", scale.samples)
    with ground.server() as house:
        alone = asyncio.run(_pairs(house, 2, scale.samples, False))
        yield Figure("A to B: p50", median(alone), "ms", floor, floors(5))
        yield Figure("A to B: p95", quantile(alone, 0.95), "ms", floor, floors(8))
        busy = asyncio.run(_pairs(house, 2, scale.samples, True))
        yield Figure(f"A to B while C pushes {BULK} ops at a time: p95", quantile(busy, 0.95), "ms", aim=at_most(25))
        crowd = asyncio.run(_pairs(house, scale.single, scale.samples, False))
        yield Figure(f"A to the last of {scale.single}: p95", quantile(crowd, 0.95), "ms", aim=at_most(10))
        drawn = _screen(ground, house, scale.samples)
        yield Figure("A to drawn in Chromium B: p50", median(drawn), "ms", median(alone), at_most(median(alone) + 16.7))


async def _pairs(house: House, count: int, samples: int, loaded: bool) -> list[float]:
    """Milliseconds from A's edit to the last of the others."""
    (row,) = house.rows("client", 1)
    a, *others = devices = await connected(house, count)
    ending = asyncio.Event()
    pushing = asyncio.create_task(_batches(house, ending)) if loaded else None
    taken = []
    for number in range(samples):
        text = f"Made up {number} {time.time_ns()}"
        frame = a.frame([a.op("client", edit(row, {"company": text}))])
        began = time.perf_counter()
        arrivals = [asyncio.create_task(_arrival(device, text)) for device in others]
        await a.push(frame)
        taken.append(1000 * (max(await asyncio.gather(*arrivals)) - began))
    if pushing:
        ending.set()
        await pushing
    await hang_up(devices)
    return taken


async def _arrival(device: Device, text: str) -> float:
    while True:
        rows = await device.hear("rows")
        at = time.perf_counter()
        if any(row["v"].get("company") == text for row in rows["rows"]):
            return at


async def _batches(house: House, ending: asyncio.Event) -> None:
    """Another device's large pushes, until told to end: a cancellation could be lost in `wait_for` (Python 3.11)."""
    rows = house.rows("booking", 5_000)
    (device,) = await connected(house, 1)
    number = 0
    while not ending.is_set():
        await device.push(device.frame([device.op("booking", each) for each in edits(rows, number, BULK)]))
        number += 1
    await hang_up([device])


def _screen(ground: Ground, house: House, samples: int) -> list[float]:
    """Milliseconds from A's edit to its place on the card that B shows."""
    (row,) = house.rows("client", 1)
    with browser(ground.fresh("profile")) as page, _loop() as loop:
        page.goto(house.link())
        page.wait_for_selector(SAVED)
        (a,) = _on(loop, connected(house, 1))
        page.goto(f"{house.address}/clients/{row.id}")
        page.wait_for_selector("main h1")
        page.wait_for_selector(SAVED)
        taken = [_draw(loop, a, row, page, number) for number in range(samples)]
        _on(loop, hang_up([a]))
    return taken


def _draw(loop: asyncio.AbstractEventLoop, a: Device, row: Record, page: Page, number: int) -> float:
    name = f"Rosa {number} Inventada"
    page.evaluate(_DRAWN, name)
    frame = a.frame([a.op("client", edit(row, {"name": name}))])
    began = time.time()
    _on(loop, a.push(frame))
    return page.evaluate("globalThis.drawn") - 1000 * began


@contextlib.contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread: Playwright's own runs in this one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _on(loop: asyncio.AbstractEventLoop, work):
    return asyncio.run_coroutine_threadsafe(work, loop).result()


def _echo(folder: Path, samples: int) -> float:
    """Median milliseconds of a message that comes back, of the size of a push with one edit."""

    async def ask(port: int) -> list[float]:
        line = await connect(
            f"ws://127.0.0.1:{port}/sync", origin=ORIGIN, subprotocols=["fichero.sync.1"], compression=None, proxy=None,
            additional_headers={"Cookie": "who=me"}, ping_interval=None,
        )  # fmt: skip
        await line.send("echo")
        message = json.dumps({"type": "push", "ops": ["x" * 250]})
        taken = []
        for _ in range(samples):
            began = time.perf_counter()
            await line.send(message)
            await line.recv()
            taken.append(time.perf_counter() - began)
        await line.close()
        return taken

    with serving(folder / "log") as (port, _):
        return 1000 * median(asyncio.run(ask(port)))


def _commit(path: Path, samples: int) -> float:
    """Median milliseconds of one durable commit of one row."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = wal")
    db.execute("PRAGMA synchronous = full")
    db.execute('CREATE TABLE "row" ("id" INTEGER PRIMARY KEY, "v" TEXT)')
    taken = []
    for number in range(samples):
        began = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.execute('INSERT OR REPLACE INTO "row" VALUES (?, ?)', (number % 7, "made up" * 30))
        db.execute("COMMIT")
        taken.append(time.perf_counter() - began)
    db.close()
    return 1000 * median(taken)
