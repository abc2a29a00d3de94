"""Whether a store's SQLite file is sound, and what to do when it is not, in words for whoever keeps the server."""

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sync.faults import Damaged

REMEDY = "Nothing was changed. `fichero doctor` says what to do"
_LINES = 3
_SIGNS = ("journal.jsonl", "files/*", "snapshots/*", "*.replaced")
"""What a data folder holds besides the store once it has been in use."""


def damage(path: Path) -> str:
    """What SQLite finds wrong with the file at `path` and its log, or "". Reads all of it, a second for 500 MB.

    Only reads: whoever closed a damaged store after writing would fold its log into it.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as store:
            found = [line for (line,) in store.execute(f"PRAGMA quick_check({_LINES})")]
    except sqlite3.DatabaseError as bad:
        if getattr(bad, "sqlite_errorcode", 0) & 0xFF in (11, 26):
            return str(bad)
        raise
    return "" if found == ["ok"] else "; ".join(" ".join(line.split()) for line in found)


def vanished(path: Path, folder: Path) -> bool:
    """Whether there is no store at `path` although its data folder has been in use."""
    if path.exists() and path.stat().st_size:
        return False
    log = Path(f"{path}-wal")
    begins = log.exists() and log.stat().st_size > 0
    return not begins and any(found for name in _SIGNS for found in folder.glob(name))


def was_cut(path: Path) -> bool:
    """Whether who used the store last came to no proper end: its log is still there."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def check(path: Path, folder: Path) -> None:
    """Before a server starts: raises Damaged, in plain words, for a store that is not there any more or not sound.

    The whole file is read only after a crash or a power cut, when there is reason to.
    """
    if vanished(path, folder):
        raise Damaged(f"the store {path} is gone, though {folder} has been in use. {REMEDY}")
    if was_cut(path) and (found := damage(path)):
        raise Damaged(f"the store {path} is damaged ({found}). {REMEDY}")
