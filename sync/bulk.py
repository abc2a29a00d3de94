"""Many rows in one statement, as PostgreSQL takes them with the least work: half of what a statement a row costs.

An INSERT written for one row, `INSERT INTO "t" ("a", …) VALUES (?, …) [ON CONFLICT …]`, is turned into a COPY, or where
rows may be there already into one INSERT from a JSON document.
"""

import re
from functools import cache
from typing import NamedTuple

import msgspec
from psycopg import Cursor

LEAST = 8
"""Fewer rows than this are inserted one by one: a statement a row costs less than a COPY."""

_INSERT = re.compile(
    r'INSERT INTO "(?P<table>\w+)" \((?P<columns>[^()]*)\) VALUES \([?, ]*\)(?P<rest> ON CONFLICT .*)?'
)


class Bulk(NamedTuple):
    """One statement for many rows; `columns` are named in an INSERT from JSON, and none in a COPY."""

    sql: str
    columns: tuple[str, ...]


@cache
def bulk(sql: str) -> Bulk | None:
    """The statement for many rows that does what `sql` does for one; None for any other than an INSERT."""
    found = _INSERT.fullmatch(sql)
    if not found:
        return None
    table, columns, rest = found["table"], found["columns"], found["rest"]
    if not rest:
        return Bulk(f'COPY "{table}" ({columns}) FROM STDIN', ())
    rows = f'SELECT {columns} FROM json_populate_recordset(NULL::"{table}", %s::json)'
    return Bulk(f'INSERT INTO "{table}" ({columns}) {rows}{rest}', tuple(re.findall(r'"(\w+)"', columns)))


def insert(cursor: Cursor, way: Bulk, rows: list[tuple]) -> None:
    """Insert rows whose values are text, numbers, booleans or None."""
    if way.columns:
        document = msgspec.json.encode([dict(zip(way.columns, row, strict=True)) for row in rows])
        cursor.execute(way.sql, (document.decode(),))
    else:
        with cursor.copy(way.sql) as copy:
            for row in rows:
                copy.write_row(row)
