"""What errors of the database and the disk mean to whoever wanted to write."""

import errno


class Busy(Exception):
    """The store cannot take a write at the moment; nothing was written, and trying again may help.

    `code` is the one of the wire.
    """

    code = "busy"


class Damaged(Busy):
    """The store's file is damaged. Most of it may still be read; what is there is not to be trusted."""


class StorageFull(Busy):
    """There is no room left on the server's disk; nothing was written."""

    code = "storage-full"


# The low byte of SQLite's error codes.
_SQLITE_FULL = 13
_SQLITE_NO_INDEX = 10 | 19 << 8  # the log's index cannot grow, which SQLite does not count as full
_SQLITE_DAMAGED = (11, 26)  # corrupt, no database
_SQLITE_BUSY = (5, 6, 8, 10, 14)  # busy, locked, read-only, I/O error, cannot open

# Classes of PostgreSQL's SQLSTATE: connection, lost race, resources, object state, operator.
_POSTGRES_FULL = "53100"
_POSTGRES_BUSY = ("08", "40", "53", "55", "57")

# What the system says of files beside the database: the journal, snapshots, uploads.
_SYSTEM_FULL = (errno.ENOSPC, errno.EDQUOT)
_SYSTEM_BUSY = (errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EFBIG, errno.EACCES)


def understood(error: BaseException) -> BaseException:
    """StorageFull, Damaged or Busy where an error of the database or the disk means that, else the error itself."""
    inner = _driver(error)
    extended = getattr(inner, "sqlite_errorcode", 0)
    code = extended & 0xFF
    state = getattr(inner, "sqlstate", None) or ""
    system = inner.errno if isinstance(inner, OSError) else None
    if code == _SQLITE_FULL or extended == _SQLITE_NO_INDEX or state == _POSTGRES_FULL or system in _SYSTEM_FULL:
        told: Busy = StorageFull("the server's disk is full: nothing was saved")
    elif code in _SQLITE_DAMAGED:
        told = Damaged(f"the server's store is damaged ({inner}): nothing was saved. `fichero doctor` says what to do")
    elif system in _SYSTEM_BUSY:
        told = Busy(f"the server's disk could not be written: {inner.strerror}")
    elif code in _SQLITE_BUSY or state[:2] in _POSTGRES_BUSY or _lost_connection(inner):
        told = Busy(f"the store could not be written: {inner}")
    else:
        return error
    told.__cause__ = error
    return told


def lost_race(error: BaseException) -> bool:
    """Whether a PostgreSQL transaction was undone because it met another, so that running it again is right."""
    return getattr(_driver(error), "sqlstate", None) in ("40001", "40P01")


def _driver(error: BaseException) -> BaseException:
    """The driver's error inside peewee's."""
    return getattr(error, "orig", None) or error


def _lost_connection(inner: BaseException) -> bool:
    """psycopg tells of a lost or refused connection without a SQLSTATE."""
    lost = ("OperationalError", "InterfaceError")
    return type(inner).__module__.startswith("psycopg") and type(inner).__name__ in lost and inner.sqlstate is None
