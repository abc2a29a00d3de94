"""Peewee databases whose connections, once closed, serve whoever connects next.

Opening a connection reads the schema and sets a dozen pragmas, or logs in over a network, which costs more than most
of what is then asked. Peewee's own pools take a lock that gevent replaces, and which native threads would share with
the loop; here nothing is locked, because a deque gives and takes in one step.
"""

import contextlib
import os
import sqlite3
import threading
from collections import deque
from typing import Any

import psycopg
from gevent.monkey import get_original
from peewee import Database, PeeweeException, PostgresqlDatabase, SqliteDatabase

KEPT = 4
"""How many unused connections wait to be used again."""

MOST = 20
"""How many connections to PostgreSQL one process has at most; who needs another waits for one."""

PATIENCE = 5
"""Seconds to wait for one."""

_poll = get_original("select", "poll")


class Pooled(Database):
    """What both engines share. Any thread, greenlet and forked process may connect and close."""

    def init(self, *args: Any, **kwargs: Any) -> None:
        """As peewee's."""
        super().init(*args, **kwargs)
        # Peewee's state is each greenlet's own; its lock would only make one wait while another connects.
        self._lock = contextlib.nullcontext()
        self._unused: deque[Any] = deque()
        self._process = os.getpid()
        self._inherited: list[deque] = []

    def close_unused(self) -> None:
        """Close every connection that nobody uses."""
        while self._waiting():
            with contextlib.suppress(IndexError):
                super()._close(self._unused.pop())

    def end(self) -> None:
        """Close the caller's connection for good, because an error has made it doubtful."""
        if not self.is_closed():
            self._stand_in()
            super()._close(self.connection())

    def _stand_in(self) -> None:
        """Whatever must be open before the caller's connection may be closed."""

    def _connect(self) -> Any:
        unused = self._waiting()
        while True:
            try:
                connection = unused.pop()
            except IndexError:
                return super()._connect()
            if self._usable(connection):
                return connection
            super()._close(connection)

    def _close(self, conn: Any) -> None:
        if len(self._waiting()) < KEPT and self._settled(conn):
            self._unused.append(conn)
        else:
            super()._close(conn)

    def _waiting(self) -> deque:
        """The unused connections of this process. Those of its parent are its parent's: not even closed here."""
        if self._process != os.getpid():
            self._inherited.append(self._unused)
            self._unused, self._process = deque(), os.getpid()
        return self._unused

    def _usable(self, connection: Any) -> bool:
        """Whether a connection still leads to the store."""
        raise NotImplementedError

    def _settled(self, connection: Any) -> bool:
        """Whether a connection that was used is open and in no transaction; one that an exception left is undone."""
        raise NotImplementedError


class _File(sqlite3.Connection):
    """A connection that knows which file it opened."""

    opened: tuple[int, int] | None = None


class PooledSqlite(Pooled, SqliteDatabase):
    """SQLite. Unused connections to a file that another has replaced, by a restore, are not used again."""

    def init(self, *args: Any, **kwargs: Any) -> None:
        """As peewee's; a connection may pass from one thread to another."""
        super().init(*args, check_same_thread=False, factory=_File, **kwargs)

    def _add_conn_hooks(self, conn: _File) -> None:
        super()._add_conn_hooks(conn)
        conn.opened = self._file()

    def _stand_in(self) -> None:
        """Who closes the last connection removes the log's index, and on a full disk nobody could read any more."""
        if not self._waiting():
            with contextlib.suppress(sqlite3.Error, PeeweeException):
                self._unused.append(super(Pooled, self)._connect())

    def _usable(self, connection: _File) -> bool:
        return connection.opened == self._file()

    def _settled(self, connection: _File) -> bool:
        try:
            if connection.in_transaction:
                connection.rollback()
        except sqlite3.Error:
            return False
        return True

    def _file(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.database)
        except OSError:
            return None
        return found.st_dev, found.st_ino


class PooledPostgresql(Pooled, PostgresqlDatabase):
    """PostgreSQL, by psycopg 3. Unused connections that the server has ended are not used again."""

    def init(self, *args: Any, **kwargs: Any) -> None:
        """As peewee's."""
        super().init(*args, **kwargs)
        self._room = threading.BoundedSemaphore(MOST)

    def _connect(self) -> Any:
        if not self._room.acquire(timeout=PATIENCE):
            raise psycopg.OperationalError(f"all {MOST} connections to the database are in use")
        try:
            return super()._connect()
        except BaseException:
            self._room.release()
            raise

    def _close(self, conn: Any) -> None:
        try:
            super()._close(conn)
        finally:
            self._room.release()

    def _usable(self, connection: Any) -> bool:
        if not self._settled(connection):
            return False
        # Between two transactions a server says nothing but goodbye.
        waiting = _poll()
        waiting.register(connection.fileno(), 1)
        return not waiting.poll(0)

    def _settled(self, connection: Any) -> bool:
        return not connection.closed and self._adapter.is_connection_reusable(connection)
