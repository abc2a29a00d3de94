"""Whole rows between the columns of a typed table and the cells of the wire."""

from dataclasses import dataclass, field
from operator import itemgetter

import msgspec
from peewee import Database

from sync.database import execute_many, fetch, in_lists, is_sqlite, places
from sync.models import ROWS, JSONText, column_type
from sync.tables import TABLES, Cell, Value

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder().decode
_HEAD = ("business", "id", "seq", "stamp", "stamps")


@dataclass(slots=True)
class Record:
    """One row of a described table as the server holds it.

    `stamp` is that of the op that made it; `cells` the value and `stamps` the stamp of every cell ever written.
    `letters` counts those of its values' text, at least, a cheap measure of which rows may be large; who puts more in
    adds to it.
    """

    table: str
    id: str
    seq: int = 0
    stamp: str = ""
    cells: dict[str, Value] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    letters: int = field(default=0, compare=False)
    indexed: tuple | None = field(default=None, compare=False)
    """What the store holds in the row's indexed columns; None when it does not hold the row."""

    def put(self, cell: str, value: Value, stamp: str) -> None:
        """Give a cell its value and stamp; the first stamp is the row's own."""
        self.stamp = self.stamp or stamp
        self.cells[cell] = value
        self.stamps[cell] = stamp

    def exceptions(self) -> dict[str, str]:
        """The stamps that differ from the row's own."""
        return {cell: stamp for cell, stamp in self.stamps.items() if stamp != self.stamp}

    def size(self) -> int:
        """About how many bytes the row has on the wire."""
        return len(_encode(self.cells)) + 60 * len(self.exceptions()) + 200


_PLAIN, _BOOLEAN, _JSON, _ENTRIES = range(4)
"""How a column holds its cell, or its collection of cells."""


def _kind(cell: Cell) -> int:
    if cell.entry:
        return _ENTRIES
    if column_type(cell) is JSONText:
        return _JSON
    return _BOOLEAN if cell.type == "boolean" else _PLAIN


class Layout:
    """How one table's columns hold its cells, with the SQL that reads and writes whole rows."""

    def __init__(self, name: str):
        table = TABLES[name]
        self.name = name
        stored = [(column, cell) for column, cell in table.columns if column != "erased"]
        self.columns = [column for column, _ in stored]
        self.kinds = [_kind(cell) for _, cell in stored]
        self.places = {column: at for at, (column, cell) in enumerate(stored) if not cell.entry}
        self.entries = {column: at for at, (column, cell) in enumerate(stored) if cell.entry}
        quoted = [f'"{column}"' for column in (*_HEAD, *self.columns)]
        self.select = f'SELECT {", ".join(quoted[1:])} FROM "{ROWS[name]._meta.table_name}" WHERE "business" = ?'
        updates = ", ".join(f"{column} = excluded.{column}" for column in quoted[2:])
        self.upsert = (
            f'INSERT INTO "{name}" ({", ".join(quoted)}) VALUES ({places(len(quoted))}) '
            f"ON CONFLICT (business, id) DO UPDATE SET {updates}"
        )
        # SQLite writes each index of a column that a statement sets, though its value stays.
        indexed = {column for columns, _ in ROWS[name]._meta.indexes for column in columns}
        self._indexed = [at for at, column in enumerate(self.columns) if column in indexed]
        kept = [at for at in range(2, len(quoted)) if at - len(_HEAD) not in self._indexed]
        sets = ", ".join(f"{quoted[at]} = ?" for at in kept)
        self.update = f'UPDATE "{name}" SET {sets} WHERE "business" = ? AND "id" = ?'
        self.to_update = itemgetter(*kept, 0, 1)
        """The parameters of `update`, for a row whose indexed columns stay, out of those of `upsert`."""

    def read(self, columns: tuple) -> Record:
        """The record in the columns that `select` gives."""
        row_id, seq, stamp, stamps = columns[:4]
        named = _decode(stamps)
        cells: dict[str, Value] = {}
        letters = len(stamps)
        for column, how, value in zip(self.columns, self.kinds, columns[4:], strict=True):
            if value is None:
                continue
            if how == _PLAIN:
                cells[column] = value
                if type(value) is str:
                    letters += len(value)
            elif how == _BOOLEAN:
                cells[column] = bool(value)
            else:
                letters += len(value)
                if how == _JSON:
                    cells[column] = _decode(value)
                else:
                    for key, item in _decode(value).items():
                        cells[f"{column}.{key}"] = item
        for cell in named:
            cells.setdefault(cell)
        stamps = dict.fromkeys(cells, stamp) | named
        return Record(self.name, row_id, seq, stamp, cells, stamps, letters, self._held(columns, len(_HEAD) - 1))

    def _held(self, columns: tuple, first: int) -> tuple:
        return tuple([columns[first + at] for at in self._indexed])

    def write(self, business: str, record: Record) -> tuple:
        """The parameters of `upsert` for a record."""
        own, given = record.stamp, record.stamps
        values: list[Value] = [None] * len(self.columns)
        stamps: dict[str, str] = {}
        grouped: dict[str, dict[str, Value]] = {}
        for cell, value in record.cells.items():
            place = self.places.get(cell)
            if place is None:
                head, _, key = cell.partition(".")
                grouped.setdefault(head, {})[key] = value
            elif value is None:
                stamps[cell] = given[cell]
                continue
            else:
                values[place] = _encode(value).decode() if self.kinds[place] == _JSON else value
            if given[cell] != own:
                stamps[cell] = given[cell]
        for head, entries in grouped.items():
            values[self.entries[head]] = _encode(entries).decode()
        return (business, record.id, record.seq, own, _encode(stamps).decode() if stamps else "{}", *values)

    def save(self, db: Database, business: str, records: list[Record]) -> list[tuple]:
        """Write whole records of this table. Returns what went into its columns."""
        written: list[tuple] = []
        rows: list[tuple] = []
        kept: list[tuple] = []
        for record in records:
            row = self.write(business, record)
            written.append(row)
            held = self._held(row, len(_HEAD))
            if held == record.indexed and is_sqlite(db):
                kept.append(self.to_update(row))
            else:
                rows.append(row)
            record.indexed = held
        execute_many(db, self.upsert, rows)
        execute_many(db, self.update, kept)
        return written


LAYOUTS = {name: Layout(name) for name in TABLES}


def find(db: Database, business: str, table: str, where: str, params: tuple = ()) -> list[Record]:
    """The records of a table that meet an SQL condition (parameters as `?`)."""
    layout = LAYOUTS[table]
    return [layout.read(row) for row in fetch(db, f"{layout.select} AND {where}", (business, *params))]


def by_id(db: Database, business: str, table: str, ids: list[str]) -> dict[str, Record]:
    """The records with these ids, by id; those that are not there are left out."""
    found = {}
    for listed, some in in_lists(ids):
        for record in find(db, business, table, f'"id" IN ({listed})', some):
            found[record.id] = record
    return found


def save(db: Database, business: str, records: list[Record]) -> dict[tuple[str, str], tuple]:
    """Write whole records, new or changed. Returns what went into the columns of each, by (table, id)."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.table, []).append(record)
    return {(table, row[1]): row for table, some in groups.items() for row in LAYOUTS[table].save(db, business, some)}
