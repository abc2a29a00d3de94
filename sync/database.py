"""Opening the store's database: SQLite by default, PostgreSQL by URL, and the few places where they differ."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from peewee import Database, PeeweeException, SqliteDatabase, __exception_wrapper__
from playhouse.db_url import parse as parse_url
from playhouse.migrations import Runner

from sync.bulk import LEAST, bulk, insert
from sync.pool import Pooled, PooledPostgresql, PooledSqlite

MIGRATIONS = Path(__file__).with_name("migrations")
_IN_LIST = 256
"""How many values an IN list has at most."""
_LOCK = 0x46696368
"""The advisory lock under which one process migrates a PostgreSQL store."""


class BadAddress(ValueError):
    """A database address that is neither `sqlite:///…` nor `postgresql://…`."""


def connect(url: str) -> Pooled:
    """A peewee database for `sqlite:///absolute/path` or `postgresql://…`; connections open when first used.

    They are kept for later use: whoever is done with the store calls `close_unused`.

    On SQLite every commit is on disk when it returns (`synchronous=FULL`, WAL). Raises BadAddress.
    """
    if url.startswith("sqlite:///"):
        pragmas = {"journal_mode": "wal", "synchronous": "full", "busy_timeout": 5000, "foreign_keys": 1}
        # What is erased must leave no trace in free pages; a cache of 64 MiB keeps a large business from thrashing.
        pragmas |= {"secure_delete": 1, "temp_store": "memory", "cache_size": -65_536}
        return PooledSqlite(url.removeprefix("sqlite://"), pragmas=pragmas, timeout=5)
    if url.startswith(("postgresql://", "postgres://")):
        return PooledPostgresql(**parse_url(url), prefer_psycopg3=True)
    raise BadAddress(f"FICHERO_DATABASE must start with sqlite:/// or postgresql://, not {url.split(':')[0]!r}")


def is_sqlite(db: Database) -> bool:
    """Whether the store is the embedded one."""
    return isinstance(db, SqliteDatabase)


def migrate(db: Database) -> None:
    """Bring the tables to this version of Fichero. Safe to call from several processes at once."""
    with db.connection_context():
        if is_sqlite(db):
            Runner(db, str(MIGRATIONS)).up()
            return
        db.execute_sql("SELECT pg_advisory_lock(%s)", (_LOCK,))
        try:
            Runner(db, str(MIGRATIONS)).up()
        finally:
            db.execute_sql("SELECT pg_advisory_unlock(%s)", (_LOCK,))


@contextlib.contextmanager
def reading(db: Pooled) -> Iterator[None]:
    """A connection and one consistent view of the store for the statements within."""
    if db.in_transaction():
        yield
    elif not db.is_closed():
        with _view(db):
            yield
    else:
        with db.connection_context():
            try:
                with _view(db):
                    yield
            except PeeweeException:
                db.end()
                raise


def _view(db: Pooled) -> contextlib.AbstractContextManager:
    return db.atomic() if is_sqlite(db) else db.atomic(isolation_level="REPEATABLE READ")


def fetch(db: Database, sql: str, params: Iterable[Any] = ()) -> list[tuple]:
    """The rows that a query gives. Parameters are written `?` for either engine."""
    return _run(db, sql, tuple(params)).fetchall()


def execute(db: Database, sql: str, params: Iterable[Any] = ()) -> int:
    """Run one statement; how many rows it touched. Parameters are written `?` for either engine."""
    return _run(db, sql, tuple(params)).rowcount


def _run(db: Database, sql: str, params: tuple) -> Any:
    """The cursor of one statement. On SQLite peewee's own way costs more than many a statement."""
    if not is_sqlite(db):
        return db.execute_sql(sql.replace("?", "%s"), params)
    # What the driver raises is to be known by peewee's names, as everywhere else.
    with __exception_wrapper__:
        return db.connection().execute(sql, params)


def execute_many(db: Database, sql: str, rows: list[tuple]) -> None:
    """Run one statement once a row, in one call to the driver."""
    if not rows:
        return
    # What the driver raises is to be known by peewee's names, as everywhere else.
    with __exception_wrapper__:
        if is_sqlite(db):
            db.connection().executemany(sql, rows)
        elif len(rows) >= LEAST and (way := bulk(sql)):
            insert(db.cursor(), way, rows)
        else:
            db.cursor().executemany(sql.replace("?", "%s"), rows)


@cache
def places(count: int) -> str:
    """`?, ?, …` for an IN list."""
    return ", ".join("?" * count)


def in_lists(values: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Any number of values as IN lists that an engine takes: the places of each, and what stands there.

    Each is filled up to a power of two by its last value, so that few texts of a statement have to be compiled.
    """
    for start in range(0, len(values), _IN_LIST):
        some = tuple(values[start : start + _IN_LIST])
        filled = some + some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some))
        yield places(len(filled)), filled
