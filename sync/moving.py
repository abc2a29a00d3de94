"""Moves a whole store to another engine: every row as it is, in the same history, so that phones simply go on.

All or nothing: the target is written in one transaction, compared row by row with the source, and only then committed.
After that the source begins another history, so that a server started on it by mistake is to phones what a restored
one is: they take a new snapshot and bring what it lacks, and nothing is lost unseen.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from peewee import Database, PeeweeException

from sync.copying import Differs, compare_all, copy_all, empty
from sync.database import connect, execute, fetch, is_sqlite, migrate
from sync.models import MODELS
from sync.stamp import random_name


class Unmoved(Exception):
    """The store was not moved, and nothing has changed; the text says why."""


def move(source: str, target: str) -> dict[str, int]:
    """Move the store at one address to an empty one at another; how many rows each table has. Raises Unmoved.

    No server may work on either.
    """
    if source == target:
        raise Unmoved("the store is there already: name another address to move it to")
    old, new = connect(source), connect(target)
    try:
        if is_sqlite(old) and not _has_tables(old):
            raise Unmoved("there is no store at the first address")
        for db in (old, new):
            migrate(db)
            with db.connection_context():
                _alone(db)
        with _writing(old), _writing(new):
            if not empty(new):
                raise Unmoved("there is a store at the second address already: move to an empty database")
            counts = copy_all(old, new)
            compare_all(old, new)
        with old.connection_context(), old.atomic():
            for (business,) in fetch(old, 'SELECT "business" FROM "sequence"'):
                execute(old, 'UPDATE "sequence" SET "epoch" = ? WHERE "business" = ?', (random_name(12), business))
        return counts
    except Differs as bad:
        raise Unmoved(f"{bad}; nothing was moved") from None
    except (PeeweeException, sqlite3.Error, psycopg.Error) as bad:
        raise Unmoved(f"a database would not have it: {bad}") from None
    finally:
        for db in (old, new):
            db.close_unused()


def _has_tables(db: Database) -> bool:
    with db.connection_context():
        return db.table_exists("sequence")


def _alone(db: Database) -> None:
    """Refuse while a server is connected to a PostgreSQL store, from whichever machine."""
    if not is_sqlite(db):
        sql = (
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        if fetch(db, sql)[0][0]:
            raise Unmoved("others are connected to the PostgreSQL database: stop every Fichero server on it first")


@contextmanager
def _writing(db: Database) -> Iterator[None]:
    """A transaction beside which nobody else writes."""
    with db.connection_context(), db.atomic("IMMEDIATE") if is_sqlite(db) else db.atomic():
        if not is_sqlite(db):
            tables = ", ".join(f'"{model._meta.table_name}"' for model in MODELS)
            db.execute_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        yield
