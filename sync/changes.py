"""A row's history: every value that the server was given for its cells, as far as who asks may see them."""

from typing import Any

import msgspec
from peewee import Database

from sync.database import fetch, reading
from sync.records import by_id
from sync.scope import Scope
from sync.tables import TABLES, Cell
from sync.wire import json_value

CHANGES = 1_000
"""About the most changes that one answer holds."""

HISTORY_BYTES = 1024 * 1024
"""Where one answer ends."""

_READ = 50
"""Changes read at once: each may hold a quarter of a mebibyte."""


class Change(msgspec.Struct, forbid_unknown_fields=True):
    """A value that the server was given for a cell; `at` in ms UTC."""

    device: str
    n: int
    o: str
    member: str
    cell: str
    value: Any
    stamp: str
    base: str | None
    won: bool
    conflict: bool
    at: int


def changes_of(db: Database, scope: Scope, table: str, row: str) -> list[Change]:
    """The latest changes of a row, newest first; empty for a row out of sight."""
    described = TABLES.get(table)
    if described is None:
        return []
    sql = (
        'SELECT "device", "n", "o", "member", "cell", "value", "stamp", "base", "won", "conflict", "at" '
        'FROM "history" WHERE "business" = ? AND "table" = ? AND "row" = ? '
        f'ORDER BY "stamp" DESC, "cell" LIMIT {_READ} OFFSET ?'
    )
    found: list[tuple] = []
    with reading(db):
        record = by_id(db, scope.business, table, [row]).get(row)
        if record is None or not scope.visible(db, [record]):
            return []
        size, more = 0, True
        while more and len(found) < CHANGES and size < HISTORY_BYTES:
            some = fetch(db, sql, (scope.business, table, row, len(found)))
            found += some
            size += sum(len(value or "") for _, _, _, _, _, value, *_ in some)
            more = len(some) == _READ
    return [_change(*each) for each in found if _is_seen(scope, described.cell(each[4]))]


def _is_seen(scope: Scope, cell: Cell | None) -> bool:
    return cell is None or scope.sees(cell.sees)


def _change(
    device: str, n: int, o: str, member: str, cell: str, value: str | None, stamp: str, base: str | None,
    won: bool, conflict: bool, at: int,
) -> Change:  # fmt: skip
    read = None if value is None else json_value(value)
    return Change(device, n, o, member, cell, read, stamp, base, bool(won), bool(conflict), at)
