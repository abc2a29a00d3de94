"""An executable model of the rules of `docs/protocol.md`, written from that page alone.

It merges in memory, one op at a time, with no care for speed or storage. The stateful tests run it beside the real
store: where they disagree, one of them has misread the page. It shares only the description of the tables.
Ops and values are the dicts and JSON values of the wire; instants are ms since 1970 UTC.
"""

import copy
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sync.tables import TABLES, BadValue
from tests.model.held import SERVER, Held, Moment, Row, equal, hung_from, moment_of
from tests.model.sight import Sight, sight_of


@dataclass
class Copy:
    """What the server keeps of a device."""

    member: str
    lineage: frozenset[str]
    n: int = 0
    o: str = ""
    last: Moment = Moment(0, -1)


class Refused(NamedTuple):
    """One refused cell, or a whole op when `cell` is None."""

    n: int
    cell: str | None
    code: str


class Arrival(NamedTuple):
    """An op as it reaches the server: from which copy, how wrong its clock is, what the connection had confirmed, and
    the rows that its member did not see when the push came."""

    op: dict[str, Any]
    device: str
    copy: Copy
    skew: int
    clock: int
    cursor: int | None
    out_of_view: set[tuple[str, str]]


class Answer(NamedTuple):
    """What the server says to a push: `ack` (with n, o), `gap` (n is the op wanted) or `fork`."""

    kind: str
    n: int = 0
    o: str = ""
    refused: tuple[Refused, ...] = ()


class Refusal(Exception):
    """A fault that refuses a whole op; its text is the code."""


class Reference:
    """One business of the server, by the rules."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        self.erased: dict[tuple[str, str], int] = {}
        self.devices: dict[str, Copy] = {}
        self.ops: dict[str, tuple[Refused, ...]] = {}
        self.history: list[dict[str, Any]] = []
        self.issued = 0
        self.head = 0

    def adopt(self, table: str, id: str, values: dict[str, Any], stamps: dict[str, str]) -> None:
        """Take over a row that the server wrote by itself: the business, a member."""
        row = self.rows.setdefault((table, id), Row(table, id))
        for cell, value in values.items():
            row.cells[cell] = Held(value, stamps[cell])
            self.issued = max(self.issued, moment_of(stamps[cell]).ms)
        self._touch(row)

    def add_device(self, device: str, member: str, parent: str | None = None) -> None:
        """A device signs in, or forks: then it goes on from its parent's last stamp and keeps its lineage."""
        if parent is None:
            self.devices[device] = Copy(member, frozenset({device}))
        else:
            old = self.devices[parent]
            self.devices[device] = Copy(member, old.lineage | {device}, last=old.last)

    def restored(self, journal: Iterable[tuple[str, str]]) -> "Reference":
        """Rule 11: this state as a backup gives it back, with what was erased since then erased again."""
        again = copy.deepcopy(self)
        for table, id in journal:
            again.erase(table, id)
        return again

    # Rule 7

    def push(self, device: str, now: int, ops: list[dict[str, Any]], clock: int, cursor: int | None = None) -> Answer:
        """Take a device's ops. `now` is the device's idea of server time, `clock` the server's wall clock."""
        copy_ = self.devices[device]
        skew = now - clock if abs(now - clock) >= 2000 else 0
        refused: list[Refused] = []
        out_of_view = sight_of(self.rows, copy_.member).out_of_view(self.rows)
        for op in ops:
            n, o = op["n"], op["o"]
            if n > copy_.n + 1:
                return Answer("gap", copy_.n + 1, refused=tuple(refused))
            if n <= copy_.n and o not in self.ops:
                return Answer("fork")
            if o not in self.ops:
                try:
                    arrival = Arrival(op, device, copy_, skew, clock, cursor, out_of_view)
                    self.ops[o] = tuple(self._apply(arrival))
                except Refusal as refusal:
                    self.ops[o] = (Refused(n, None, str(refusal)),)
            refused += [again._replace(n=n) for again in self.ops[o]]
            if n > copy_.n:
                copy_.n, copy_.o = n, o
        return Answer("ack", copy_.n, copy_.o, tuple(refused))

    def _apply(self, arrival: Arrival) -> list[Refused]:
        op = arrival.op
        table = TABLES.get(op["t"])
        if table is None:
            raise Refusal("unknown")
        key = (op["t"], op["i"])
        row, sight = self.rows.get(key), sight_of(self.rows, arrival.copy.member)
        # Before anything tells whether the row is there, or was.
        if not sight.shows_table(op["t"]):
            raise Refusal("forbidden")
        if key in self.erased:
            return []
        if key in arrival.out_of_view:
            raise Refusal("forbidden")
        if any(above in self.erased for above in hung_from(op["t"], op["v"].get)):
            if row is None:
                self.erase(*key)
            return []
        values, refused = self._checked(op, sight)
        if values.get("erased"):
            self.erase(*key)
            return refused
        if table.insert_only and row is not None:
            self._second_payment(arrival, values, row)
            return refused
        if values:
            self._merge(arrival, values)
        return refused

    # Rules 9 and 12

    def _checked(self, op: dict[str, Any], sight: Sight) -> tuple[dict[str, Any], list[Refused]]:
        values, refused = {}, []
        for name, value in op["v"].items():
            cell = TABLES[op["t"]].cell(name)
            try:
                if cell is None:
                    raise Refusal("unknown")
                if not sight.may_write(op["t"], op["i"], name) or self._last_owner_goes(op, name, value):
                    raise Refusal("forbidden")
                values[name] = cell.check(value)
            except (Refusal, BadValue) as fault:
                refused.append(Refused(op["n"], name, "bad-value" if isinstance(fault, BadValue) else str(fault)))
        return values, refused

    def _last_owner_goes(self, op: dict[str, Any], name: str, value: Any) -> bool:
        owners = [row.id for row in self.rows.values() if row.table == "member" and row.value("role") == "owner"]
        goes = name == "role" and value != "owner" or name in ("deleted", "erased") and value
        return bool(op["t"] == "member" and owners == [op["i"]] and goes)

    # Rule 1

    def _issue(self, arrival: Arrival) -> str:
        op, copy_, now = arrival.op, arrival.copy, max(arrival.clock, self.issued)
        moment = max(Moment(min(max(op["w"] - arrival.skew, 0), now), 0), copy_.last.after())
        for base in op["b"].values():
            if base is not None:
                seen = moment_of(base)
                moment = max(moment, (seen if seen.ms <= now else Moment(now, 0)).after())
        copy_.last = moment
        self.issued = max(self.issued, moment.ms)
        return moment.stamp(arrival.device)

    # Rules 2 and 3

    def _merge(self, arrival: Arrival, values: dict[str, Any]) -> None:
        op, copy_ = arrival.op, arrival.copy
        row = self.rows.setdefault((op["t"], op["i"]), Row(op["t"], op["i"]))
        before, bases, stamp = dict(row.cells), op["b"], self._issue(arrival)
        for cell, value in values.items():
            new, old = Held(value, stamp, arrival.device, op["o"], copy_.member), before.get(cell)
            won = old is None or new.stamp > old.stamp
            mine = old is None or old.device in copy_.lineage | {SERVER}
            clash = not mine and bases.get(cell) != old.stamp and not equal(value, old.value)
            if clash:
                self._conflict(row, cell, *((new, old) if won else (old, new)), stamp)
            elif old is not None and bases.get(cell) == old.stamp:
                self._resolve(row.id, cell, stamp)
            if won:
                row.cells[cell] = new
            self._remember(op, cell, new, won, clash)
        self._delete_against_edit(arrival, values, row, before, stamp)
        self._touch(row)

    def _remember(self, op: dict[str, Any], cell: str, new: Held, won: bool, conflict: bool) -> None:
        self.history.append(
            {"device": new.device, "n": op["n"], "o": op["o"], "member": new.member, "table": op["t"], "row": op["i"],
             "cell": cell, "value": new.value, "stamp": new.stamp, "base": op["b"].get(cell), "won": won,
             "conflict": conflict}
        )  # fmt: skip

    def _conflict(self, row: Row, cell: str, kept: Held, other: Held, stamp: str) -> None:
        about = ("conflict", str(uuid.uuid5(uuid.UUID(row.id), f"{cell}:{other.o}")))
        made = self.rows.setdefault(about, Row(*about))
        if "table" in made.cells:
            return
        self._write(made, stamp, {
            "table": row.table, "row": row.id, "cell": cell, "kept": kept.value, "other": other.value,
            "kept_by": kept.member, "other_by": other.member,
        })  # fmt: skip

    def _resolve(self, id: str, cell: str, stamp: str) -> None:
        for row in list(self.rows.values()):
            if row.table == "conflict" and (row.value("row"), row.value("cell")) == (id, cell):
                if not row.value("resolved"):
                    self._write(row, stamp, {"resolved": True})

    def _write(self, row: Row, stamp: str, values: dict[str, Any]) -> None:
        for cell, value in values.items():
            row.cells[cell] = Held(value, moment_of(stamp).stamp(SERVER))
        self._touch(row)

    # Rule 4

    def _delete_against_edit(
        self, arrival: Arrival, values: dict[str, Any], row: Row, before: dict[str, Held], stamp: str
    ) -> None:
        """`before` is the row as the op found it. In a conflict an edit is shown as its cells that were not seen."""
        sight = sight_of(self.rows, arrival.copy.member)
        names_all = any(cell not in values for cell in arrival.op["b"])

        def unseen(cell: str) -> bool:
            base, held, cursor = arrival.op["b"].get(cell), before[cell], arrival.cursor
            named = base == held.stamp
            guessed = cell not in (*arrival.op["b"], "deleted") and (cursor or 0) >= row.seq and held.stamp < stamp
            known = named or guessed and not (names_all and sight.shows_cell(row.table, cell))
            return held.value is not None and held.device not in arrival.copy.lineage | {SERVER} and not known

        op = Held(True, stamp, arrival.device, arrival.op["o"], arrival.copy.member)
        if values.get("deleted") is True and row.cells["deleted"].stamp == stamp:
            delete = op
            edits = {cell: before[cell] for cell in before if cell not in (*values, "deleted") and unseen(cell)}
            edit = max(edits.values(), key=lambda held: held.stamp, default=None)
            if edit is None:
                return
            shown = {cell: held.value for cell, held in edits.items() if held.stamp == edit.stamp}
        elif "deleted" not in values and any(value is not None for value in values.values()):
            if "deleted" not in before or before["deleted"].value is not True or not unseen("deleted"):
                return
            delete, edit, shown = before["deleted"], op, values
        else:
            return
        edit = replace(edit, value=shown)
        self._conflict(row, "deleted", *((edit, delete) if edit.stamp > delete.stamp else (delete, edit)), stamp)

    def erase(self, table: str, id: str) -> None:
        """A row and all that hangs from it go for ever, with their history and conflicts."""
        self.head += 1
        self.erased[table, id] = self.head
        self.rows.pop((table, id), None)
        self.history = [entry for entry in self.history if (entry["table"], entry["row"]) != (table, id)]
        for row in list(self.rows.values()):
            about = row.table == "conflict" and (row.value("table"), row.value("row")) == (table, id)
            if about or (table, id) in hung_from(row.table, row.value):
                self.erase(row.table, row.id)

    # Rule 5

    def _second_payment(self, arrival: Arrival, values: dict[str, Any], row: Row) -> None:
        op, copy_ = arrival.op, arrival.copy
        if uuid.UUID(row.id).version != 5 or any(op["b"].values()):
            raise Refusal("append-only")
        stamp = self._issue(arrival)
        second = Held(None, stamp, arrival.device, op["o"], copy_.member)
        differ = [cell for cell in ("money", "method") if not equal(row.value(cell), values.get(cell))][:1]
        for cell, value in values.items():
            self._remember(op, cell, replace(second, value=value), False, cell in differ)
        for cell in differ:
            first = row.cells.get(cell, Held(None, ""))
            self._conflict(row, cell, first, replace(second, value=values.get(cell)), stamp)

    def _touch(self, row: Row) -> None:
        self.head += 1
        row.seq = self.head
