"""A phone's first sync of the whole business into real Chromium, its profile on disk, over loopback.

Clocks start when the page tells the worker to ask for the snapshot. *First usable screen*: Today's stops are
painted and its status says how far the rest is. *Complete*: the status says Saved, so all is stored and in memory. The
server's encoding is cold in the first round and reported apart; every other round takes the file that is there. The
floor fetches the same snapshot in the same browser, parses each line and puts it as one block into an empty IndexedDB,
one transaction a block, nothing else, and does so on the main thread. The longest block is the longest task of the main
thread from the request until Saved; what the worker does holds up nobody and is not in it. It does not show a radio's
latency, nor a phone's slower storage.
"""

import json
import time
from collections.abc import Iterator
from contextlib import closing

from playwright.sync_api import Page

from bench.browser import SAVED, browser
from bench.figures import Figure, at_most, floors, median
from bench.ground import Ground, House, open_store
from sync.scope import Seat

WATCH = """(saved) => {
  const told = globalThis.bench = { tasks: [] };
  new PerformanceObserver((list) => told.tasks.push(...list.getEntries().map(({ startTime, duration }) =>
    [startTime, duration]))).observe({ type: 'longtask', buffered: true });
  const ask = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...asked) {
    told.asked ??= performance.now();
    return ask.apply(this, asked);
  };
  const look = () => {
    if (!told.usable && document.querySelector('main ol.stops li')) {
      told.usable = -1;
      requestAnimationFrame(() => setTimeout(() => { told.usable = performance.now(); }));
    }
    if (!told.saved && document.querySelector(saved)) told.saved = performance.now();
  };
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(look).observe(document, all);
}"""

FLOOR = """async () => {
  const wanted = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  indexedDB.deleteDatabase('floor');
  const opening = indexedDB.open('floor');
  opening.onupgradeneeded = () => opening.result.createObjectStore('blocks');
  const db = await wanted(opening);
  const began = performance.now();
  const reader = (await fetch('/sync/snapshot')).body.getReader();
  const decoder = new TextDecoder();
  const stored = [];
  let [rest, block, rows] = ['', 0, 0];
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }))).split('\\n');
    rest = lines.pop();
    for (const line of lines) {
      rows += JSON.parse(line).length ?? 0;
      const tx = db.transaction('blocks', 'readwrite');
      tx.objectStore('blocks').put(line, block++);
      stored.push(new Promise((done) => { tx.oncomplete = done; }));
    }
    if (done) break;
  }
  await Promise.all(stored);
  const took = performance.now() - began;
  db.close();
  return { took, rows };
}"""


def run(ground: Ground) -> Iterator[Figure]:
    """Cold encoding, then so many phones one after another, each followed by the floor in the same browser."""
    with ground.server() as house:
        encoding, size, rows = encode(house)
        yield Figure("cold encoding on the server", encoding, "s", note=f"{rows:,} rows, apart from the rest")
        taken = [sync(ground, house) for _ in range(ground.scale.rounds)]
    usable, complete, block, floor = (median(each) for each in zip(*taken, strict=True))
    yield Figure("request to first usable screen", usable / 1000, "s", aim=at_most(0.2))
    yield Figure("request to complete", complete / 1000, "s", floor / 1000, floors(1.5))
    yield Figure("on the wire", size / rows, "bytes a row", aim=at_most(60))
    yield Figure("longest block of the main thread", block, "ms", aim=at_most(50))


def encode(house: House) -> tuple[float, int, int]:
    """Seconds of a first snapshot, made beside the server as it would make it; its bytes and rows."""
    with closing(open_store(house.data)) as store:
        began = time.perf_counter()
        snapshot = store.snapshot(Seat(house.business, house.owner, "bench"))
        took = time.perf_counter() - began
    return took, snapshot.path.stat().st_size, json.loads(next(snapshot.lines()))["rows"]


def sync(ground: Ground, house: House) -> tuple[float, float, float, float]:
    """One phone: ms to usable and to complete, its longest task in ms, and the floor in ms."""
    with browser(ground.fresh("profile")) as page:
        page.add_init_script(f"({WATCH})({json.dumps(SAVED)})")
        page.goto(house.link())
        # Looked at ten times a second: to look with every frame, as is usual, has the browser draw sixty a second.
        page.wait_for_function("() => globalThis.bench?.saved && globalThis.bench.usable > 0", polling=100)
        told = page.evaluate("globalThis.bench")
        asked, saved = told["asked"], told["saved"]
        tasks = [duration for start, duration in told["tasks"] if asked <= start + duration and start <= saved]
        floor = _floor(page, house)
    return told["usable"] - asked, saved - asked, max(tasks, default=50.0), floor


def _floor(page: Page, house: House) -> float:
    page.goto(f"{house.address}/healthz")
    return page.evaluate(FLOOR)["took"]
