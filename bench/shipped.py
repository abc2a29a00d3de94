"""Bytes that a phone downloads for the app itself, as the build left them after brotli.

First screen: the script of the shell and what runs before it. Whole app: every script but the service worker. Words:
each language's catalogue alone, wherever the build puts it. It does not show what a browser spends on running them.
"""

import json
import re
from collections.abc import Iterator

from bench.figures import Figure, at_most
from bench.ground import Ground
from tests.server.process import ROOT

STATIC = ROOT / "server" / "static"
KB = 1024
_WORDS = re.compile(r"(?:words-)?(en|es|ru)-\w+\.(?:js|json)")


def run(ground: Ground) -> Iterator[Figure]:
    """Sizes in KB of 1,024 bytes."""
    build = json.loads((STATIC / "build.json").read_text("utf-8"))
    first = [build["script"], *build["before"]]
    files = [path.name for path in STATIC.iterdir() if path.suffix in (".js", ".css", ".json")]
    words = {name: _WORDS.fullmatch(name) for name in files}
    scripts = [name for name in files if name.endswith(".js") and name != "sw.js" and not words[name]]
    yield _figure("scripts of the first screen", [path.rsplit("/", 1)[1] for path in first], 40)
    yield _figure("scripts of the whole app, without words", scripts, 90)
    for name in sorted(filter(words.get, files)):
        yield _figure(f"words, {words[name][1]}", [name])
    yield _figure("style", [name for name in files if name.endswith(".css")])
    yield _figure("service worker", ["sw.js"])


def _figure(what: str, names: list[str], limit: float | None = None) -> Figure:
    size = sum((STATIC / f"{name}.br").stat().st_size for name in names)
    return Figure(what, size / KB, "KB", aim=None if limit is None else at_most(limit))
