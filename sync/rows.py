"""Paging: the rows of a business changed after a cursor, as one member may see them."""

from peewee import Database

from sync import wire
from sync.database import fetch, reading
from sync.records import Record, by_id
from sync.scope import Scope
from sync.tables import TABLES

_PAGE = 200
_READ = 40
"""Rows read at once: each may have half a mebibyte, and one frame holds few of such."""


def _changed(table: str, kind: str, where: str = "") -> str:
    name = f"'{table}'" if kind == "row" else '"table"'
    return (
        f'SELECT * FROM (SELECT "seq", {name} AS "t", "id", \'{kind}\' AS "kind" FROM "{table}" '
        f'WHERE "business" = ? AND "seq" > ?{where} ORDER BY "seq" LIMIT {_PAGE}) AS "of_{table}"'
    )


_CHANGES = (
    " UNION ALL ".join(
        [_changed(name, "row") for name in TABLES]
        + [_changed("erased", "erased"), _changed("left", "left", ' AND "member" = ?')]
    )
    + f' ORDER BY "seq" LIMIT {_PAGE}'
)


def rows_after(db: Database, scope: Scope, cursor: int, budget: int = wire.ROWS_FRAME) -> wire.Rows | None:
    """The next frame of rows after a cursor, of about `budget` bytes and at least one row; None at the head.

    `to` may lie past the last row in the frame, when what changed up to there is out of the member's sight.
    """
    with reading(db):
        epoch, head = fetch(db, 'SELECT "epoch", "head" FROM "sequence" WHERE "business" = ?', (scope.business,))[0]
        if cursor >= head:
            return None
        params = [part for _ in range(len(TABLES) + 1) for part in (scope.business, cursor)]
        changes = fetch(db, _CHANGES, (*params, scope.business, cursor, scope.member))
        return _frame(db, scope, changes, wire.Rows(epoch, cursor, head, [], []), budget)


def _frame(db: Database, scope: Scope, changes: list[tuple], frame: wire.Rows, budget: int) -> wire.Rows:
    size = 0
    records: dict[tuple[str, str], Record] = {}
    for place, (seq, table, row, kind) in enumerate(changes):
        if place % _READ == 0:
            records = {(r.table, r.id): r for r in _visible(db, scope, changes[place : place + _READ])}
        if kind == "row":
            record = records.get((table, row))
            if record is None:
                continue
            shown = scope.show(record)
            more = len(wire.encode(shown))
            if size and size + more > budget:
                frame.to = changes[place - 1][0]
                return frame
            size += more
            frame.rows.append(shown)
        elif scope.sees(TABLES[table].sees):
            frame.gone.append((table, row, kind))
            size += 70
        if size >= budget and place + 1 < len(changes):
            frame.to = seq
            return frame
    if len(changes) == _PAGE:
        frame.to = changes[-1][0]
    return frame


def _visible(db: Database, scope: Scope, changes: list[tuple]) -> list[Record]:
    wanted: dict[str, list[str]] = {}
    for _, table, row, kind in changes:
        if kind == "row" and scope.sees(TABLES[table].sees):
            wanted.setdefault(table, []).append(row)
    found = [record for table, ids in wanted.items() for record in by_id(db, scope.business, table, ids).values()]
    return scope.visible(db, found)
