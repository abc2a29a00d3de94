"""What an erasure leaves beside the tables: removed after the commit, and looked for again later.

The erasure is committed and told of by then, so nothing here fails it: what cannot be removed is tried again until it
is gone. A crash or a power cut between the two would keep it for ever, but the journal knows the names of the files,
and a snapshot its age. A file that a phone has just sent is spared, since the row that names it may be on its way.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterable
from math import inf
from pathlib import Path

from peewee import Database, PeeweeException

from sync.database import fetch, reading
from sync.durable import keep
from sync.erase import is_named
from sync.journal import Journal
from sync.snapshot import Snapshots

log = logging.getLogger(__name__)

PART_DAYS = 30
"""How long the beginning of an upload is kept for the phone to go on."""

SPARED_SECONDS = 3_600
"""How long no erasure takes a file that a phone was told is on the server: the row that names it comes about then."""

RETRY_SECONDS = (0.5, 60.0)
"""Before the first and, at most, before any later attempt to remove what could not be."""


class Leftovers:
    """What erasures of this process have left; `files` is the folder of every business's files."""

    def __init__(self, db: Database, files: Path, snapshots: Snapshots):
        self._db = db
        self._files = files
        self._snapshots = snapshots
        self._owed: dict[str, dict[str, float]] = {}
        """By business the files to remove, each with the time (s UTC) after which one of its name is another."""
        self._trying = False
        self._closed = threading.Event()

    def drop(self, business: str, names: set[str]) -> None:
        """Remove a business's snapshots and some of its files: before this returns, or as soon as that can be done.

        Files that were just sent stay, and are for a later `sweep`.
        """
        owed = bool(self._owed)
        try:
            self._snapshots.drop(business)
            _remove(self._files / business, names)
        except OSError as fault:
            log.warning("what an erasure left could not be removed, and is tried again: %s", fault.strerror)
            self._owed.setdefault(business, {}).update(dict.fromkeys(names, time.time()))
        if owed:
            self._try()
        if self._owed and not self._trying:
            self._trying = True
            threading.Thread(target=self._keep_trying, daemon=True).start()

    def sweep(self, journal: Journal) -> None:
        """Remove what erasures and uploads have left: before this process, or when it was too new.

        A file that was sent again after the erasure stays: the row that names it may be on its way.
        """
        with reading(self._db):
            businesses = {business for (business,) in fetch(self._db, 'SELECT "business" FROM "sequence"')}
            for entry in journal.entries():
                business = str(entry.get("business"))
                folder, until = self._files / business, min(entry.get("at", 0) / 1000, time.time() - SPARED_SECONDS)
                names = {name for name in entry.get("files", ()) if _is_older(folder / name, until)}
                if business in businesses and (unnamed := self._unnamed(business, names)):
                    self.drop(business, unnamed)
        for begun in self._files.glob("*/parts/*.part"):
            if _is_older(begun, time.time() - PART_DAYS * 86_400):
                begun.unlink(missing_ok=True)

    def close(self) -> None:
        """Try no more; what is left is removed at the next start."""
        self._closed.set()

    def _keep_trying(self) -> None:
        wait, most = RETRY_SECONDS
        while not self._closed.wait(wait) and not self._try():
            wait = min(2 * wait, most)
        self._trying = False

    def _try(self) -> bool:
        """Whether nothing is left. What was sent again meanwhile, or is named again, is another's."""
        for business in list(self._owed):
            names = self._owed.pop(business, {})
            try:
                self._snapshots.drop(business)
                with reading(self._db):
                    unnamed = self._unnamed(business, names)
                for name in unnamed:
                    _remove(self._files / business, {name}, names[name])
            except (OSError, PeeweeException):
                self._owed.setdefault(business, {}).update(names)
        return not self._owed

    def _unnamed(self, business: str, names: Iterable[str]) -> set[str]:
        return {name for name in names if not is_named(self._db, business, name)}


def part(folder: Path, name: str, session: str) -> Path:
    """Where what has come of a file in a session lies; `folder` is the business's.

    Apart from the files: what looks for unfinished ones at every piece of an upload must not look through all photos.
    """
    return folder / "parts" / f"{name}.{session[:12]}.part"


def touch(path: Path) -> bool:
    """Have a file that a phone sends again spared from here on, on disk when this returns; False when it is gone."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            if not os.path.samestat(path.stat(), os.fstat(file.fileno())):
                return False
            os.utime(file.fileno())
            os.fsync(file.fileno())
            return True
    except FileNotFoundError:
        return False


def _remove(folder: Path, names: set[str], until: float = inf) -> None:
    """Remove some of a business's files, and what has come of them in uploads, written by `until` (s UTC)."""
    until = min(until, time.time() - SPARED_SECONDS)
    found = [path for name in names for path in (folder / name, *folder.glob(f"parts/{name}.*.part"))]
    for changed in {path.parent for path in found if _unlink(path, until)}:
        keep(changed)


def _unlink(path: Path, until: float) -> bool:
    """Remove a file written by `until` (s UTC) that nobody sends at this moment; whether this did it."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = os.fstat(file.fileno())
            old = held.st_mtime <= until and os.path.samestat(path.stat(), held)
            if old:
                path.unlink()
            return old
    except (FileNotFoundError, BlockingIOError):
        return False


def _is_older(path: Path, at: float) -> bool:
    return path.exists() and path.stat().st_mtime <= at
