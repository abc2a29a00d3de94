"""Erasing: a row, what hangs from it, their history, conflicts and files go for ever.

The ids stay in `erased`, and in the journal beside the store, so that neither an archive nor a backup brings them back.
"""

from collections.abc import Callable

from peewee import Database

from sync.batch import Batch
from sync.database import execute, execute_many, fetch, places
from sync.records import Record, by_id
from sync.tables import TABLES
from sync.wire import json_value

_CHUNK = 400


EraseJournal = Callable[[list[tuple[str, str]], set[str]], None]
"""Told of the (table, id) of rows about to be erased and of the files that they name, before the commit."""


def erase(batch: Batch, record: Record, journal: EraseJournal) -> set[tuple[str, str]]:
    """Erase a row and all that hangs from it; `journal` is told first. Returns the (table, id) of each.

    What the batch changed must have been flushed. Files that no row names any more are added to `batch.unused_files`.
    """
    rows = _hanging(batch, record)
    files = _files(batch, rows)
    journal(rows, files)
    for table, row in rows:
        keys = (batch.business, row)
        execute(batch.db, f'DELETE FROM "{table}" WHERE "business" = ? AND "id" = ?', keys)
        execute(batch.db, 'DELETE FROM "history" WHERE "business" = ? AND "row" = ? AND "table" = ?', (*keys, table))
        execute(batch.db, 'DELETE FROM "left" WHERE "business" = ? AND "id" = ? AND "table" = ?', (*keys, table))
    sql = (
        'INSERT INTO "erased" ("business", "id", "table", "seq") VALUES (?, ?, ?, ?) '
        'ON CONFLICT ("business", "id", "table") DO NOTHING'
    )
    execute_many(batch.db, sql, [(batch.business, row, table, batch.next_seq()) for table, row in rows])
    batch.unused_files |= {name for name in files if not is_named(batch.db, batch.business, name)}
    batch.erasing = True
    return set(rows)


def tell_again(batch: Batch, table: str, row: str) -> None:
    """Give an erased row the next seq, so that every phone is told once more that it is gone."""
    if (table, row) not in batch.told_again:
        batch.told_again.add((table, row))
        sql = 'UPDATE "erased" SET "seq" = ? WHERE "business" = ? AND "id" = ? AND "table" = ?'
        execute(batch.db, sql, (batch.next_seq(), batch.business, row, table))


def _hanging(batch: Batch, record: Record) -> list[tuple[str, str]]:
    """A row and every row that hangs from it, however far, and the conflicts about any of them."""
    found = {(record.table, record.id): None}
    frontier = [(record.table, record.id)]
    while frontier:
        after: list[tuple[str, str]] = []
        for name, table in TABLES.items():
            for cell in table.hangs:
                ids = [row for of, row in frontier if of == table.hangs_from(cell)]
                after += [(name, row) for row in _pointing(batch, name, cell, ids)]
        after += [("conflict", row) for row in _disagreements(batch, frontier)]
        frontier = [key for key in dict.fromkeys(after) if key not in found]
        found |= dict.fromkeys(frontier)
    return list(found)


def _disagreements(batch: Batch, rows: list[tuple[str, str]]) -> list[str]:
    """The conflicts about some rows."""
    found: list[str] = []
    for start in range(0, len(rows), _CHUNK):
        some = rows[start : start + _CHUNK]
        sql = f'SELECT "table", "row", "id" FROM "conflict" WHERE "business" = ? AND "row" IN ({places(len(some))})'
        about = fetch(batch.db, sql, (batch.business, *(row for _, row in some)))
        found += [conflict for table, row, conflict in about if (table, row) in some]
    return found


def _pointing(batch: Batch, table: str, cell: str, ids: list[str]) -> list[str]:
    """The rows of a table whose cell points at one of some rows."""
    found: list[str] = []
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        if TABLES[table].cells[cell].refers_to:
            condition, params = f'"{cell}" IN ({places(len(some))})', some
        else:
            condition = " OR ".join([f'"{cell}" LIKE ?'] * len(some))
            params = [f'%"{row}"%' for row in some]
        sql = f'SELECT "id" FROM "{table}" WHERE "business" = ? AND ({condition})'
        found += [row for (row,) in fetch(batch.db, sql, (batch.business, *params))]
    return found


def _files(batch: Batch, rows: list[tuple[str, str]]) -> set[str]:
    """The SHA-256 of every file that some rows name or have named."""
    files: set[str] = set()
    for table in {name for name, _ in rows}:
        cells = [name for name, cell in TABLES[table].cells.items() if cell.type == "file"]
        if cells:
            ids = [row for name, row in rows if name == table]
            records = by_id(batch.db, batch.business, table, ids)
            files |= {record.cells.get(cell) for record in records.values() for cell in cells}
            files |= _former(batch, table, cells, ids)
    return files - {None}


def _former(batch: Batch, table: str, cells: list[str], ids: list[str]) -> set[str]:
    """The files that the history of some rows names: what was overwritten is kept until it is erased."""
    found: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        sql = (
            f'SELECT "value" FROM "history" WHERE "business" = ? AND "row" IN ({places(len(some))}) '
            f'AND "table" = ? AND "cell" IN ({places(len(cells))}) AND "value" IS NOT NULL'
        )
        found |= {json_value(value) for (value,) in fetch(batch.db, sql, (batch.business, *some, table, *cells))}
    return found


def is_named(db: Database, business: str, file: str) -> bool:
    """Whether any row of a business names a file, or has named it: what was overwritten can be brought back."""
    for name, table in TABLES.items():
        for cell in [cell.name for cell in table.cells.values() if cell.type == "file"]:
            sql = f'SELECT 1 FROM "{name}" WHERE "business" = ? AND "{cell}" = ? LIMIT 1'
            # The index is of one cell's values: a parameter in its place would keep the engine from using it.
            former = f'SELECT 1 FROM "history" WHERE "business" = ? AND "value" = ? AND "cell" = \'{cell}\' LIMIT 1'
            if fetch(db, sql, (business, file)) or fetch(db, former, (business, f'"{file}"')):
                return True
    return False
