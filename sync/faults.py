"""What a database's errors mean to whoever wanted to write."""


class Busy(Exception):
    """The store cannot take a write at the moment; nothing was written, and trying again may help.

    `code` is the one of the wire.
    """

    code = "busy"


class StorageFull(Busy):
    """There is no room left on the server's disk; nothing was written."""

    code = "storage-full"


# The low byte of SQLite's error codes.
_SQLITE_FULL = 13
_SQLITE_BUSY = (5, 6, 8, 10, 14)  # busy, locked, read-only, I/O error, cannot open

# Classes of PostgreSQL's SQLSTATE: connection, lost race, resources, object state, operator.
_POSTGRES_FULL = "53100"
_POSTGRES_BUSY = ("08", "40", "53", "55", "57")


def understood(error: BaseException) -> BaseException:
    """StorageFull or Busy, caused by `error`, where a database's error means that, else the error itself."""
    inner = _driver(error)
    code = getattr(inner, "sqlite_errorcode", 0) & 0xFF
    state = getattr(inner, "sqlstate", None) or ""
    if code == _SQLITE_FULL or state == _POSTGRES_FULL:
        told: Busy = StorageFull("the server's disk is full: nothing was saved")
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
    return type(inner).__module__.startswith("psycopg") and getattr(inner, "sqlstate", None) is None
