"""What the web build left in `server/static`."""

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")


class NotBuilt(Exception):
    """The web part was not built; the text says how to."""


def build_list(folder: Path = STATIC) -> dict[str, object]:
    """What the web build made: `version script before style icon touch_icon files`. Raises NotBuilt."""
    path = folder / "build.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise NotBuilt("The web part is not built: run `pip install -e .` in the repository.") from None


@cache
def _read(path: Path, _changed: int) -> dict[str, object]:
    return json.loads(path.read_text("utf-8"))
