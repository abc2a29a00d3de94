"""A simulated device: its copy of the business, its own clock, its outbox and archive, by `docs/protocol.md`.

It never talks to a server by itself: the world carries its messages, and may lose, delay or repeat them. Its screens
are the methods `edit`, `delete`, `erase`, `mark_paid`; what they make waits in the outbox.
"""

import copy
import json
import uuid
from collections.abc import Iterable
from typing import Any

import brotli
import msgspec

from sync import wire
from tests.model.held import hung_from

Key = tuple[str, str]
Op = dict[str, Any]


def cells_of(row: wire.Row) -> dict[str, tuple[Any, str]]:
    """A row's cells, each with its value and stamp: `s` but where `x` names another."""
    return {cell: (row.v.get(cell), row.x.get(cell, row.s)) for cell in (*row.v, *row.x)}


class Phone:
    """One browser profile of a member. `ahead` is how far its clock is from true time, in ms."""

    def __init__(self, name: str, seat: Any, device: str, ahead: int = 0):
        self.name = name
        self.seat = seat
        self.device = device
        self.ahead = ahead
        self.epoch = ""
        self.cursor = 0
        self.rows: dict[Key, wire.Row] = {}
        self.outbox: list[Op] = []
        self.archive: list[tuple[str, Op]] = []
        self.acked = (0, "")
        self.refused: dict[str, set[str | None]] = {}
        self.arriving: list[tuple[int, Op]] = []
        self.connected = False
        self.judging = False
        self.wants: set[str] = set()

    def clone(self, name: str) -> "Phone":
        """The same profile copied to another machine: the same device id, outbox and all."""
        other = copy.deepcopy(self)
        other.name = name
        return other

    def copy(self) -> "Phone":
        """Its rows as they are at this cursor, and nothing else."""
        other = Phone(self.name, self.seat, self.device)
        other.epoch, other.cursor, other.rows = self.epoch, self.cursor, dict(self.rows)
        return other

    # What a person does

    def seen(self, table: str, id: str) -> dict[str, Any] | None:
        """The values on the screen: the copy with its own edits that are not back yet laid over it."""
        row = self.rows.get((table, id))
        values = dict(row.v) if row else {}
        waiting = [op for _, op in self.arriving] + self.outbox
        for op in waiting:
            if (op["t"], op["i"]) == (table, id):
                values |= op["v"]
        return values if row or values else None

    def keys(self, table: str) -> list[str]:
        """The ids of the rows of a table that are on the screen, in a fixed order."""
        waiting = [op["i"] for op in (*(op for _, op in self.arriving), *self.outbox) if op["t"] == table]
        return sorted({id for name, id in self.rows if name == table} | set(waiting))

    def edit(self, o: str, time: int, table: str, id: str, values: dict[str, Any], whole: bool = False) -> Op:
        """One edit, with the stamps of what the editor saw: the cells written and `deleted`, or all (`whole`)."""
        row = self.rows.get((table, id))
        held = cells_of(row) if row else {}
        bases = {cell: held[cell][1] if cell in held else None for cell in values}
        bases |= {cell: stamp for cell, (_, stamp) in held.items() if whole or cell == "deleted"}
        n = self.outbox[-1]["n"] + 1 if self.outbox else self.acked[0] + 1
        op = {"n": n, "o": o, "w": time + self.ahead, "t": table, "i": id, "v": values, "b": bases}
        self.outbox.append(op)
        return op

    def delete(self, o: str, time: int, table: str, id: str) -> Op:
        """A delete names every cell that the deleter saw."""
        return self.edit(o, time, table, id, {"deleted": True}, whole=True)

    def mark_paid(self, o: str, time: int, booking: str, money: Any, method: str) -> Op | None:
        """Rule 5: one payment per booking and reversal count, None when it is on the screen as paid."""
        paid = 0
        while self.seen("payment", payment := str(uuid.uuid5(uuid.UUID(booking), f"paid:{paid}"))) is not None:
            if self.seen("payment", str(uuid.uuid5(uuid.UUID(payment), "reversal"))) is None:
                return None
            paid += 1
        seen = self.seen("booking", booking) or {}
        values = {"client": seen.get("client"), "booking": booking, "kind": "payment", "money": money, "method": method}
        return self.edit(o, time, "payment", payment, {cell: value for cell, value in values.items() if value})

    def reverse(self, o: str, time: int, payment: str) -> Op | None:
        """Rule 5: one reversal per payment."""
        reversal = str(uuid.uuid5(uuid.UUID(payment), "reversal"))
        seen = self.seen("payment", payment)
        if not seen or self.seen("payment", reversal) is not None:
            return None
        values = {cell: seen[cell] for cell in ("client", "booking", "money", "method") if cell in seen}
        return self.edit(o, time, "payment", reversal, values | {"kind": "reversal", "reverses": payment})

    # What it sends

    def hello(self, time: int) -> wire.Hello:
        """Its first frame."""
        return wire.Hello(self.device, self.epoch, self.cursor, 1, max(time + self.ahead, 0))

    def push(self, time: int, count: int) -> wire.Push:
        """Its first ops that wait."""
        ops = [msgspec.Raw(json.dumps(op).encode()) for op in self.outbox[:count]]
        return wire.Push(self.device, self.epoch, max(time + self.ahead, 0), ops)

    # What it receives

    def receive(self, message: wire.ServerMessage) -> None:
        """Any message of the server but rows."""
        if isinstance(message, wire.Welcome):
            self._welcome(message)
        elif isinstance(message, wire.Ack) and message.device == self.device:
            self._acknowledged(message)
        elif isinstance(message, wire.Forked):
            self._forked(message.device)
        elif isinstance(message, wire.Gap):
            if all(op["n"] != message.want for op in self.outbox):
                self.wants.add("fork")
        elif isinstance(message, wire.Fork):
            self.wants.add("fork")
        elif isinstance(message, wire.Reset):
            self.wants.add("snapshot")

    def _welcome(self, welcome: wire.Welcome) -> None:
        self.connected = True
        if self.epoch == "":
            self.epoch, self.cursor = welcome.epoch, 0
        if welcome.epoch == self.epoch:
            self._recognises(welcome.n, welcome.o)
            return
        self.wants.add("snapshot")
        self.arriving = []
        names = [(device, op["n"], op["o"]) for device, op in self.archive]
        last = (self.device, welcome.n, welcome.o)
        if last in names:
            self.resend(names.index(last) + 1)
            self.acked = (welcome.n, welcome.o)
        else:
            self.resend(0)
            self.wants.add("fork")

    def resend(self, start: int) -> None:
        """Rule 11: send archived ops again, those from `start` on; the server tells by `o` which ones it lacks."""
        self.outbox = [op for _, op in self.archive[start:]] + self.outbox
        self.archive = self.archive[:start]

    def _recognises(self, n: int, o: str) -> bool:
        """Whether `o` is this device's own name for `n`; else it is a clone. What a welcome names and no ack did is
        sent again, for the sake of what was refused of it."""
        known = n < self.acked[0] or (n, o) in (self.acked, *((op["n"], op["o"]) for op in self.outbox))
        if not known:
            self.wants.add("fork")
        return known

    def _acknowledged(self, ack: wire.Ack) -> None:
        """Everything up to `ack.n` is durable but for what is refused."""
        if not self._recognises(ack.n, ack.o):
            return
        mine = [op for device, op in self.archive if device == self.device] + self.outbox
        names = {op["n"]: op["o"] for op in mine}
        for refused in ack.refused:
            cell = None if refused.cell is msgspec.UNSET else refused.cell
            self.refused.setdefault(names.get(refused.n, ""), set()).add(cell)
        taken = [op for op in self.outbox if op["n"] <= ack.n]
        self.outbox = self.outbox[len(taken) :]
        self.archive += [(self.device, op) for op in taken]
        self.arriving += [(ack.seq, op) for op in taken]
        self.acked = max(self.acked, (ack.n, ack.o))
        self._settle()

    def _forked(self, device: str) -> None:
        self.device, self.acked, self.connected = device, (0, ""), False
        self.wants.discard("fork")
        self.outbox = [op | {"n": n} for n, op in enumerate(self.outbox, 1)]

    def receive_rows(self, frame: wire.Rows) -> None:
        """Rows after a cursor: dropped when they leave a hole or bring nothing new."""
        if frame.epoch != self.epoch or frame.from_ > self.cursor or frame.to <= self.cursor:
            return
        for row in frame.rows:
            if row.q > self.cursor:
                self.rows[row.t, row.i] = row
        for table, id, why in frame.gone:
            self.rows.pop((table, id), None)
            if why == "erased":
                self.forget({(table, id)})
        self.cursor = frame.to
        self._settle()

    def receive_snapshot(self, data: bytes) -> None:
        """The whole copy anew; outbox and archive stay until all is sent."""
        first, *arrays, last = [json.loads(line) for line in brotli.decompress(data).splitlines()]
        assert last == {"end": True}
        rows = [msgspec.convert(row, wire.Row) for array in arrays for row in array]
        assert len(rows) == first["rows"]
        self.rows = {(row.t, row.i): row for row in rows}
        self.epoch, self.cursor = first["epoch"], first["head"]
        self.wants.discard("snapshot")
        self.judging = True
        self._settle()

    def _settle(self) -> None:
        """What is back leaves the overlay. After a snapshot, which tells nothing of what was erased, an op that the
        server has on a row that is not there is forgotten: the row was erased, or is out of sight."""
        self.arriving = [(seq, op) for seq, op in self.arriving if seq > self.cursor]
        if self.judging and not self.outbox and not self.arriving:
            self.judging = False
            self.archive = [(device, op) for device, op in self.archive if (op["t"], op["i"]) in self.rows]

    def forget(self, erased: Iterable[Key]) -> None:
        """Rule 4: drop what is erased, and what hangs from it, from rows, outbox and archive."""
        gone = set(erased)
        while True:
            held = [(key, row.v) for key, row in self.rows.items()]
            ops = (*self.outbox, *(op for _, op in self.archive))
            # Where a row hangs now is told by the row; an op may be of the time before it moved.
            held += [((op["t"], op["i"]), op["v"]) for op in ops if (op["t"], op["i"]) not in self.rows]
            more = {key for key, values in held if gone & set(hung_from(key[0], values.get))} - gone
            if not more:
                break
            gone |= more
        self.rows = {key: row for key, row in self.rows.items() if key not in gone}
        kept = [op for op in self.outbox if (op["t"], op["i"]) not in gone]
        if len(kept) < len(self.outbox):
            self.outbox = kept
            self.wants.add("fork")
        self.archive = [(device, op) for device, op in self.archive if (op["t"], op["i"]) not in gone]
        self.arriving = [(seq, op) for seq, op in self.arriving if (op["t"], op["i"]) not in gone]
