"""SQLite's write-ahead log, folded into the store's file after an erasure, so that nothing erased is left in it.

Folding must wait for whoever reads, a snapshot for seconds: it is tried in a thread of its own, which keeps nobody
from writing meanwhile.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from gevent.monkey import get_original

from sync.bell import bell

RETRY_SECONDS = 0.1
_LOCKED = (5, 6)
"""The low byte of SQLite's errors that only say that somebody else is at it."""

# gevent replaces these in the server; the thread must be a real one.
_allocate_lock, _start_thread = get_original("_thread", ["allocate_lock", "start_new_thread"])
_sleep = get_original("time", "sleep")


class Log:
    """The log of the store in the file `path`."""

    def __init__(self, path: str):
        self._path = path
        self._turn = _allocate_lock()
        self._closed = False

    def fold(self) -> None:
        """Fold the log: before this returns when nobody reads, else as soon as nobody does."""
        with bell() as (ring, wait):
            _start_thread(self._begin, (ring,))
            wait()

    def close(self) -> None:
        """Try no more; what is not folded is at the next start."""
        self._closed = True

    def _begin(self, ring: Callable[[], None]) -> None:
        try:
            folded = self._try()
        finally:
            ring()
        if not folded:
            with self._turn:
                while not self._closed and not self._try():
                    _sleep(RETRY_SECONDS)

    def _try(self) -> bool:
        """Whether the log is folded. Waits for nobody, and nobody waits for it."""
        with closing(sqlite3.connect(self._path, timeout=0)) as store:
            try:
                ((busy, *_),) = store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _LOCKED:
                    raise
                return False
            return not busy
