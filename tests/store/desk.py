"""A real store with one made-up business, and devices that push ops to it by hand."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from sync import wire
from sync.scope import Seat
from sync.store import Store
from tests.model.devices import cells_of

NOON = 1_800_000_000_000
EUR30 = {"amount": 3000, "currency": "EUR"}
names = count(1)


def row_id(number: int) -> str:
    """A UUIDv7 that can be told from others."""
    return f"01900000-0000-7000-8000-{number:012x}"


class Device:
    """A device that numbers its ops; `ahead` is how far its clock is ahead, in ms."""

    def __init__(self, desk: "Desk", seat: Seat, id: str, ahead: int = 0):
        self.desk, self.seat, self.id, self.ahead, self.n = desk, seat, id, ahead, 0

    def op(
        self,
        table: str,
        row: str,
        values: dict[str, Any],
        saw: dict[str, str | None] | None = None,
        at: int | None = None,
    ) -> dict[str, Any]:
        """Its next op, made `at` an instant (now); `saw` are the bases."""
        self.n += 1
        written = (self.desk.time if at is None else at) + self.ahead
        op = {"n": self.n, "o": f"{next(names):012d}", "w": written, "t": table, "i": row, "v": values}
        return op | {"b": saw} if saw else op

    def send(
        self, *ops: dict[str, Any], device: str | None = None, confirmed: int | None = None
    ) -> list[wire.ServerMessage]:
        """What the server answers to a push of these ops over a connection that has `confirmed` a cursor, if any."""
        raw = [msgspec.Raw(json.dumps(op).encode()) for op in ops]
        push = wire.Push(
            device or self.id, self.desk.store.state(self.seat.business)[0], self.desk.time + self.ahead, raw
        )
        return self.desk.store.push(self.seat, push, confirmed)

    def write(self, table: str, row: str, values: dict[str, Any], **how: Any) -> dict[str, Any]:
        """Make an op and send it; it must be acknowledged with nothing refused."""
        op = self.op(table, row, values, **how)
        (ack,) = self.send(op)
        assert isinstance(ack, wire.Ack) and ack.n == self.n and not ack.refused, ack
        return op

    def refused(self, table: str, row: str, values: dict[str, Any], **how: Any) -> list[tuple[str | None, str]]:
        """Make an op and send it; the cells refused, each with the code."""
        (ack,) = self.send(self.op(table, row, values, **how))
        return [(None if entry.cell is msgspec.UNSET else entry.cell, entry.code) for entry in ack.refused]

    def rows(self, cursor: int = 0) -> wire.Rows:
        """The first frame of rows after a cursor."""
        return self.desk.store.rows(self.seat, cursor)

    def sees(self, table: str, row: str) -> dict[str, Any] | None:
        """The values of a row as this device's member sees it."""
        frame = self.rows()
        return next((found.v for found in frame.rows if (found.t, found.i) == (table, row)), None)


class Desk:
    """The business, its clock `time`, and Olga (owner), Mark (manager), Sam (staff), each with a device."""

    def __init__(self, url: str, folder: Path):
        self.time = NOON
        self.url, self.folder = url, folder
        self.store = Store(url, folder, self.clock)
        self.store.migrate()
        self.business = self.store.add_business("Made-up groomers", "Europe/Madrid", "EUR", "en")
        self.olga, self.mark, self.sam = (
            self.join(name, role) for name, role in (("Olga", "owner"), ("Mark", "manager"), ("Sam", "staff"))
        )

    @property
    def clock(self) -> Callable[[], int]:
        """The server's clock."""
        return lambda: self.time

    def join(self, name: str, role: str) -> Device:
        """A member with a device."""
        member = self.store.add_member(self.business, name, f"{name}@example.com", role)
        seat = Seat(self.business, member, f"session of {name}")
        return Device(self, seat, self.store.add_device(self.business, member, seat.session, "made up"))

    def cells(self, table: str, row: str) -> dict[str, tuple[Any, str]]:
        """A row's cells, each with value and stamp; empty when there is no such row."""
        found = self.store.row(self.business, table, row)
        return cells_of(found) if found else {}

    def value(self, table: str, row: str, cell: str) -> Any:
        """A cell's value."""
        return self.cells(table, row).get(cell, (None, ""))[0]

    def stamp(self, table: str, row: str, cell: str) -> str:
        """A cell's stamp."""
        return self.cells(table, row)[cell][1]

    def conflicts(self) -> list[dict[str, Any]]:
        """Every conflict, as its cells."""
        return [row.v for row in self.olga.rows().rows if row.t == "conflict"]
