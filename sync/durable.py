"""What must be on disk before it is told of: a file's content, and the names in a folder, each flushed by itself.

A flush of a file says nothing of its name: without its folder's, a power cut may leave the file under its former name,
under both, or under none.
"""

import os
from pathlib import Path


def keep(path: Path) -> None:
    """Flush what a file holds, or the names that a folder holds."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(new: Path, path: Path) -> None:
    """Give a file another name, in the place of what bears it: after a crash either is there, whole."""
    keep(new)
    os.replace(new, path)
    # The name that it gains before the name that it loses: with no name it would be gone.
    for folder in dict.fromkeys((path.parent, new.parent)):
        keep(folder)


def make_folder(path: Path) -> None:
    """Make a folder and those above it where they are missing; they stay."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        keep(path.parent)
