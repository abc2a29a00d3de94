"""Whole rows between the columns of a typed table and the cells of the wire."""

from dataclasses import dataclass, field

import msgspec
from peewee import Database

from sync.database import execute_many, fetch, places
from sync.models import ROWS, JSONText, column_type
from sync.tables import TABLES, Cell, Value

_CHUNK = 400
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
        return Record(self.name, row_id, seq, stamp, cells, dict.fromkeys(cells, stamp) | named, letters)

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


LAYOUTS = {name: Layout(name) for name in TABLES}


def find(db: Database, business: str, table: str, where: str, params: tuple = ()) -> list[Record]:
    """The records of a table that meet an SQL condition (parameters as `?`)."""
    layout = LAYOUTS[table]
    return [layout.read(row) for row in fetch(db, f"{layout.select} AND {where}", (business, *params))]


def by_id(db: Database, business: str, table: str, ids: list[str]) -> dict[str, Record]:
    """The records with these ids, by id; those that are not there are left out."""
    found = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        for record in find(db, business, table, f'"id" IN ({places(len(some))})', tuple(some)):
            found[record.id] = record
    return found


def save(db: Database, business: str, records: list[Record]) -> None:
    """Write whole records, new or changed."""
    groups: dict[str, list[tuple]] = {}
    for record in records:
        groups.setdefault(record.table, []).append(LAYOUTS[record.table].write(business, record))
    for table, rows in groups.items():
        execute_many(db, LAYOUTS[table].upsert, rows)
