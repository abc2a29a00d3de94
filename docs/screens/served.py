"""`fichero serve --demo` at a time that never passes, so that its pictures are the same whenever they are taken.

`python docs/screens/served.py MS LONG ...` runs the command with the clock of its store standing at MS (ms UTC); with
LONG = 1 every name of the made-up business is as long as anybody's, and has no space to break at.
"""

# ruff: noqa: E402, I001 - gevent before everything else, as server/__main__.py says
from gevent import monkey

monkey.patch_all()

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from server import demo
from server.commands import run
from sync.store import Store

LONGEST = 60
"""Letters of a long name."""


def stand_still(now: int) -> None:
    """Let every store that is opened from here on read the same time."""
    _, *others = Store.__init__.__defaults__
    Store.__init__.__defaults__ = (lambda: now, *others)


def lengthen() -> None:
    """Give clients, animals, services and labels of the demo long names."""
    edits = demo.edits

    def long(*args):
        for edit in edits(*args):
            if isinstance(name := edit.cells.get("name"), str):
                bare = name.replace(" ", "")
                edit.cells["name"] = (bare * LONGEST)[:LONGEST]
            yield edit

    demo.edits = lambda *args: list(long(*args))


if __name__ == "__main__":
    stand_still(int(sys.argv[1]))
    if sys.argv[2] == "1":
        lengthen()
    sys.exit(run(sys.argv[3:]))
