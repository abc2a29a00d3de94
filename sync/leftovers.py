"""The files that an erasure leaves beside the tables: removed after the commit, and looked for at every start.

A crash or a power cut between the two would keep them for ever. The journal knows their names.
"""

import time
from pathlib import Path

from peewee import Database

from sync.database import fetch, reading
from sync.durable import keep
from sync.erase import is_named
from sync.journal import Journal

PART_DAYS = 30
"""How long the beginning of an upload is kept for the phone to go on."""


def drop(folder: Path, names: set[str]) -> None:
    """Remove some of a business's files, and what has come of them in uploads; `folder` is the business's."""
    found = [path for name in names for path in (folder / name, *folder.glob(f"{name}.*.part"))]
    for path in found:
        path.unlink(missing_ok=True)
    if folder.is_dir() and found:
        keep(folder)


def sweep(db: Database, files: Path, journal: Journal) -> None:
    """Remove what erasures and uploads have left in `files`, the folder of every business's.

    A file that was sent again after the erasure stays: the row that names it may be on its way.
    """
    with reading(db):
        businesses = {business for (business,) in fetch(db, 'SELECT "business" FROM "sequence"')}
        for entry in journal.entries():
            folder = files / str(entry.get("business"))
            names = {name for name in entry.get("files", ()) if _is_older(folder / name, entry["at"] / 1000)}
            if names and entry["business"] in businesses:
                drop(folder, {name for name in names if not is_named(db, entry["business"], name)})
    for part in files.glob("*/*.part"):
        if _is_older(part, time.time() - PART_DAYS * 86_400):
            part.unlink(missing_ok=True)


def _is_older(path: Path, at: float) -> bool:
    return path.exists() and path.stat().st_mtime <= at
