"""Whole rows between the columns of a typed table and the cells of the wire."""

import json
from dataclasses import dataclass, field

import msgspec
from peewee import Database

from sync.database import execute_many, fetch, places
from sync.models import ROWS, JSONText, column_type
from sync.tables import TABLES, Value

_CHUNK = 400
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = json.loads
_HEAD = ("business", "id", "seq", "stamp", "stamps")


@dataclass
class Record:
    """One row of a described table as the server holds it.

    `stamp` is that of the op that made it; `cells` the value and `stamps` the stamp of every cell ever written.
    """

    table: str
    id: str
    seq: int = 0
    stamp: str = ""
    cells: dict[str, Value] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

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


class Layout:
    """How one table's columns hold its cells, with the SQL that reads and writes whole rows."""

    def __init__(self, name: str):
        table = TABLES[name]
        self.name = name
        stored = [(column, cell) for column, cell in table.columns if column != "erased"]
        self.columns = [column for column, _ in stored]
        self.entries = [cell.entry for _, cell in stored]
        self.json = [column_type(cell) is JSONText for _, cell in stored]
        self.boolean = [cell.type == "boolean" and not cell.entry for _, cell in stored]
        quoted = [f'"{column}"' for column in (*_HEAD, *self.columns)]
        self.select = f'SELECT {", ".join(quoted[1:])} FROM "{ROWS[name]._meta.table_name}" WHERE "business" = ?'
        updates = ", ".join(f"{column} = excluded.{column}" for column in quoted[2:])
        self.upsert = (
            f'INSERT INTO "{name}" ({", ".join(quoted)}) VALUES ({places(len(quoted))}) '
            f"ON CONFLICT (business, id) DO UPDATE SET {updates}"
        )

    def read(self, columns: tuple) -> Record:
        """The record in the columns that `select` gives."""
        row_id, seq, stamp, stamps, *values = columns
        stamps = _decode(stamps)
        record = Record(self.name, row_id, seq, stamp)
        cells, full = record.cells, record.stamps
        for column, entry, is_json, boolean, value in zip(
            self.columns, self.entries, self.json, self.boolean, values, strict=True
        ):
            if value is None:
                if column in stamps:
                    cells[column] = None
                    full[column] = stamps[column]
            elif entry:
                for key, item in _decode(value).items():
                    cell = f"{column}.{key}"
                    cells[cell] = item
                    full[cell] = stamps.get(cell, stamp)
            else:
                cells[column] = _decode(value) if is_json else bool(value) if boolean else value
                full[column] = stamps.get(column, stamp)
        return record

    def write(self, business: str, record: Record) -> tuple:
        """The parameters of `upsert` for a record."""
        cells = record.cells
        grouped: dict[str, dict[str, Value]] = {}
        for cell, value in cells.items():
            head, dot, key = cell.partition(".")
            if dot:
                grouped.setdefault(head, {})[key] = value
        stamps = {
            cell: stamp
            for cell, stamp in record.stamps.items()
            if stamp != record.stamp or (cells[cell] is None and "." not in cell)
        }
        values = []
        for column, entry, is_json in zip(self.columns, self.entries, self.json, strict=True):
            value = grouped.get(column) if entry else cells.get(column)
            values.append(_encode(value).decode() if is_json and value is not None else value)
        return (business, record.id, record.seq, record.stamp, _encode(stamps).decode(), *values)


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
