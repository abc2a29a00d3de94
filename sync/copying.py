"""Copies the tables of one store into another, whatever engines they run on, and compares them row by row."""

from collections.abc import Iterator
from itertools import zip_longest

from peewee import BooleanField, Database

from sync.database import execute, execute_many, is_sqlite, places
from sync.models import MODELS, Stored

_CHUNK = 1_000

Row = tuple


class Differs(Exception):
    """A row that is not the same in both stores; the text names it."""


def copy_all(source: Database, target: Database) -> dict[str, int]:
    """Copy every row, inside transactions that the caller began; how many of each table."""
    counts = {}
    for model in MODELS:
        columns = _columns(model)
        names = ", ".join(f'"{column}"' for column in columns)
        insert = f'INSERT INTO "{_name(model)}" ({names}) VALUES ({places(len(columns))})'
        counts[_name(model)] = 0
        for rows in _pages(source, model):
            execute_many(target, insert, rows)
            counts[_name(model)] += len(rows)
    if not is_sqlite(target):
        # Before it has counted its rows PostgreSQL reads a whole business to find one of them.
        execute(target, "ANALYZE")
    return counts


def compare_all(one: Database, other: Database) -> None:
    """Compare every table row by row, in the order of its key. Raises Differs at the first row that differs."""
    for model in MODELS:
        pairs = zip_longest(_rows(one, model), _rows(other, model))
        for number, (here, there) in enumerate(pairs, 1):
            if here != there:
                key = (here or there)[: len(_key(model))]
                raise Differs(f"row {number} of {_name(model)}, {key}, is not the same in both stores")


def empty(db: Database) -> bool:
    """Whether a store that has its tables has no row in any of them."""
    return not any(next(_pages(db, model), None) for model in MODELS)


def _rows(db: Database, model: type[Stored]) -> Iterator[Row]:
    for page in _pages(db, model):
        yield from page


def _pages(db: Database, model: type[Stored]) -> Iterator[list[Row]]:
    """The rows of a table in the order of its key, letters by their bytes; one page of them in memory at a time."""
    columns = _columns(model)
    names = ", ".join(f'"{column}"' for column in columns)
    order = ", ".join(f'"{column}"' if is_sqlite(db) else f'"{column}" COLLATE "C"' for column in _key(model))
    sql = f'SELECT {names} FROM "{_name(model)}" ORDER BY {order}'
    # Without a name psycopg fetches all of them at once.
    cursor = db.cursor() if is_sqlite(db) else db.connection().cursor(name="copying")
    with_booleans = [isinstance(field, BooleanField) for field in _fields(model)]
    try:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_CHUNK):
            yield [_typed(row, with_booleans) for row in rows]
    finally:
        cursor.close()


def _fields(model: type[Stored]) -> list:
    """The columns, those of the key first."""
    key = _key(model)
    fields = {field.column_name: field for field in model._meta.sorted_fields}
    return [fields[column] for column in key] + [field for column, field in fields.items() if column not in key]


def _columns(model: type[Stored]) -> list[str]:
    return [field.column_name for field in _fields(model)]


def _key(model: type[Stored]) -> list[str]:
    """The columns of the primary key, all of them text."""
    return [field.column_name for field in model._meta.get_primary_keys()]


def _name(model: type[Stored]) -> str:
    return model._meta.table_name


def _typed(row: Row, booleans: list[bool]) -> Row:
    """SQLite gives booleans as 0 and 1, which PostgreSQL does not take."""
    return tuple(
        bool(value) if boolean and value is not None else value for value, boolean in zip(row, booleans, strict=True)
    )
