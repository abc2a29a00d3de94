"""Which server works on a data folder: a lock that dies with its process, and the address that it serves."""

import fcntl
import time
from pathlib import Path
from typing import IO

_PATIENCE = 1.5
"""Seconds to wait for a server just killed to let go, or a command that only looks."""


class Taken(Exception):
    """Another process works on this data folder; the text says so in plain words."""


def hold(data: Path) -> IO[str]:
    """Take the data folder for this process and its children until the file returned is closed. Raises Taken."""
    file = _file(data)
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            if time.monotonic() > deadline:
                file.close()
                raise Taken(f"A Fichero server is working on {data}: stop it first.") from None
            time.sleep(0.05)


def announce(held: IO[str], address: str) -> None:
    """Leave the address being served for other commands on this machine."""
    held.seek(0)
    held.truncate()
    held.write(address)
    held.flush()


def served_address(data: Path) -> str:
    """The address of the server that works on this data folder at this moment, or "" when none does."""
    if not (data / "serving").exists():
        return ""
    with _file(data) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return ""
        except BlockingIOError:
            file.seek(0)
            return file.read().strip()


def _file(data: Path) -> IO[str]:
    return open(data / "serving", "a+", encoding="utf-8")
