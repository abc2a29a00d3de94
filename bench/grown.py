"""A business of many clients, made within seconds: a small made-up one, and copies of its clients by the database.

To write a hundred thousand clients through the store takes minutes. A copied client has pets, bookings, payments and
notes as the first has; its bookings lie two years further back, so that Today stays as it is while the directory grows.
Tasks stay single for the same reason. Copies have no history of their own.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bench.ground import Ground
from bench.scale import Scale

_COPIED = ("client", "pet", "booking", "payment", "note")
_FEWEST = 200
"""Bookings of the small business at least: Today needs some."""

_MOST = 16**4
"""Copies that four hexadecimal digits of an id can tell apart."""


class Grown(Ground):
    """The ground with a business of `clients`, a multiple of `base`, which is how many are made in the usual way."""

    def __init__(self, scale: Scale, base: int, clients: int):
        super().__init__(replace(scale, clients=base, bookings=max(base, _FEWEST)))
        self._times = clients // base
        assert self._times * base == clients and self._times <= _MOST, (base, clients)

    def kept(self) -> Path:
        """The business, kept beside the small one that it was made of."""
        small = super().kept()
        if self._times == 1:
            return small
        kept = small.with_name(f"{small.name}-times-{self._times}")
        if not kept.exists():
            making = kept.with_suffix(".new")
            shutil.rmtree(making, ignore_errors=True)
            shutil.copytree(small, making)
            for database in making.glob("*.sqlite"):
                multiply(database, self._times)
            making.rename(kept)
        return kept


def multiply(database: Path, times: int) -> None:
    """Have each client of a database with one business so many times, with all rows that are about it."""
    with closing(sqlite3.connect(database)) as db, db:
        ((head,),) = db.execute('SELECT "head" FROM "sequence"')
        for table in _COPIED:
            columns = [name for (_, name, *_) in db.execute(f'PRAGMA table_info("{table}")')]
            names = ", ".join(f'"{name}"' for name in columns)
            values = ", ".join(map(_value, columns))
            copy = f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" WHERE "seq" <= :head'
            db.executemany(copy, ({"head": head, "copy": copy} for copy in range(1, times)))
        db.execute('UPDATE "sequence" SET "head" = "head" * ?', (times,))


def _value(column: str) -> str:
    """What a copy has in a column, in SQL."""
    match column:
        case "seq":
            return '"seq" + :copy * :head'
        case "id" | "client" | "pet" | "booking":
            return _id(f'"{column}"')
        case "pets":
            return f"(SELECT json_group_object({_id('key')}, json('true')) FROM json_each(\"pets\"))"
        case "when":
            start = "json_extract(\"when\", '$.start')"
            return f"json_set(\"when\", '$.start', strftime('%Y-%m-%dT%H:%M', {start}, '-2 years'))"
    return f'"{column}"'


def _id(of: str) -> str:
    # Digits that tell copies apart, after some that no first id has there but by an accident of one in billions.
    return f"substr({of}, 1, 24) || printf('c0de%04x', :copy) || substr({of}, 33)"
