"""SQLite's write-ahead log, folded into the store's file after an erasure, so that nothing erased is left in it.

Folding must wait for whoever reads, a snapshot for seconds: it is tried in a thread of its own, one a process, which
keeps nobody from writing meanwhile.
"""

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from queue import Empty
from typing import Any

from gevent.monkey import get_original

from sync.bell import bell

log = logging.getLogger(__name__)

RETRY_SECONDS = 0.1
"""Between two tries while somebody reads."""

FAULT_SECONDS = 5.0
"""Between two tries while the disk or the store fails."""

_LOCKED = (5, 6)
"""The low byte of SQLite's errors that only say that somebody else is at it."""

_Asker = tuple[Callable[[], None], bool]
"""How to wake who asks, and whether the log is closed by that."""

# gevent replaces these in the server; the thread must be a real one.
_allocate_lock, _start_thread = get_original("_thread", ["allocate_lock", "start_new_thread"])
_Queue = get_original("queue", "SimpleQueue")


class Log:
    """The log of the store in the file `path`."""

    def __init__(self, path: str):
        """Starts nothing: the thread starts with the first call of `fold`, in the process that makes it."""
        self._path = path
        self._guard = _allocate_lock()
        self._asked: Any = None
        self._process = 0
        self._fault: sqlite3.Error | None = None

    def fold(self) -> None:
        """Fold the log: before this returns when nobody reads and nothing fails, else as soon as that is so."""
        with bell() as (ring, wait):
            with self._guard:
                if self._process != os.getpid():
                    asked = _Queue()
                    _start_thread(self._run, (asked,))
                    self._asked, self._process = asked, os.getpid()
                self._asked.put((ring, False))
            wait()
        if self._fault:
            log.warning("the write-ahead log still holds what was erased, and is tried again: %s", self._fault)

    def close(self) -> None:
        """Try no more; what is not folded is at the next start."""
        with self._guard:
            running, self._process = self._process == os.getpid(), 0
        if running:
            with bell() as (ring, wait):
                self._asked.put((ring, True))
                wait()

    def _run(self, asked: Any) -> None:
        """Fold whenever that is asked, and again and again until it is done."""
        wait: float | None = None
        closed = False
        while not closed:
            who = _next(asked, wait)
            closed = any(last for _, last in who)
            if not closed:
                try:
                    wait = None if self._try() else RETRY_SECONDS
                    self._fault = None
                except sqlite3.Error as fault:
                    wait, self._fault = FAULT_SECONDS, fault
            for ring, _ in who:
                # Whoever was killed meanwhile hears nothing.
                with suppress(Exception):
                    ring()

    def _try(self) -> bool:
        """Whether the log is folded. Waits for nobody, and nobody waits for it. Raises sqlite3.Error."""
        with closing(sqlite3.connect(self._path, timeout=0)) as store:
            try:
                ((busy, *_),) = store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _LOCKED:
                    raise
                return False
            return not busy


def _next(asked: Any, wait: float | None) -> list[_Asker]:
    """All who ask, at least one, or nobody after `wait` seconds."""
    who: list[_Asker] = []
    with suppress(Empty):
        who.append(asked.get(timeout=wait))
        while True:
            who.append(asked.get_nowait())
    return who
