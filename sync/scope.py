"""Who asks, and what they may see and write.

Owner and manager see all; staff see all but what the member's cells `sees.money`, `sees.contacts`, `sees.others` deny:
money and prices, contact details, clients and bookings of other members. A client belongs to the members who have a
booking with them; a client without bookings is everybody's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from peewee import Database

from sync import wire
from sync.database import fetch, places
from sync.merge import hidden
from sync.records import Record, by_id, find
from sync.tables import TABLES, Cell, Table, Value


@dataclass(frozen=True)
class Seat:
    """A signed-in device's place: the business, the member, and the hash that names their session.

    A revoked seat is only told to wipe its copy.
    """

    business: str
    member: str
    session: str
    revoked: bool = False


@dataclass(frozen=True)
class Scope:
    """What one member may see of one business."""

    business: str
    member: str
    role: str
    money: bool = True
    contacts: bool = True
    others: bool = True

    @property
    def view(self) -> str:
        """A key that is equal for members who see the same rows and cells."""
        if self.money and self.contacts and self.others:
            return "all"
        sights = "".join(letter for letter in "mco" if getattr(self, _SIGHTS[letter]))
        return sights + ("" if self.others else ":" + self.member)

    def sees(self, sight: str) -> bool:
        """Whether a sight that a table or cell needs (`money`, `contacts` or "") is granted."""
        return not sight or getattr(self, sight)

    def show(self, record: Record) -> wire.Row:
        """The row as this member may see it, cells out of sight left out."""
        table = TABLES[record.table]
        cells, stamps = record.cells, record.exceptions()
        if not (self.money and self.contacts):
            cells = {name: value for name, value in cells.items() if self.sees_cell(table, name)}
            stamps = {name: stamp for name, stamp in stamps.items() if name in cells}
        return wire.Row(record.table, record.id, record.seq, record.stamp, cells, stamps)

    def sees_cell(self, table: Table, name: str) -> bool:
        """Whether this member sees a cell of the rows of a table that they see."""
        cell = table.cell(name)
        return cell is None or self.sees(cell.sees)

    def visible(self, db: Database, records: Iterable[Record]) -> list[Record]:
        """Those of some records whose rows this member may see."""
        records = [record for record in records if self.sees(TABLES[record.table].sees)]
        if self.money and self.contacts and self.others:
            return records
        records = [record for record in records if record.table != "conflict" or self._sees_conflict(record)]
        if self.others:
            return records
        targets = self._conflict_targets(db, records)
        clients = {client_of(targets.get(record.id, record)) for record in records}
        theirs = self.foreign_clients(db, clients - {None})
        return [record for record in records if self.stands_in_view(targets.get(record.id, record), theirs)]

    def _sees_conflict(self, record: Record) -> bool:
        table = TABLES.get(record.cells.get("table") or "")
        if table is None or not self.sees(table.sees):
            return False
        if record.cells.get("cell") != "deleted":
            return self.sees_cell(table, record.cells.get("cell") or "")
        edited = [side for side in (record.cells.get("kept"), record.cells.get("other")) if isinstance(side, dict)]
        return all(self.sees_cell(table, name) for side in edited for name in side)

    def _conflict_targets(self, db: Database, records: list[Record]) -> dict[str, Record]:
        """For each conflict, the row that it is about."""
        wanted: dict[str, dict[str, list[str]]] = {}
        for record in records:
            if record.table == "conflict":
                wanted.setdefault(record.cells["table"], {}).setdefault(record.cells["row"], []).append(record.id)
        found = {}
        for table, rows in wanted.items():
            for id_, target in by_id(db, self.business, table, list(rows)).items():
                found |= dict.fromkeys(rows[id_], target)
        return found

    def stands_in_view(self, record: Record, theirs: set[str]) -> bool:
        """Whether a row that is no conflict is on a card that this member sees; `theirs` are others' clients."""
        if record.table == "booking" and record.cells.get("member") not in (None, self.member):
            return False
        if record.table == "task" and record.cells.get("assignee") == self.member:
            return True
        return client_of(record) not in theirs

    def foreign_clients(self, db: Database, clients: Iterable[str]) -> set[str]:
        """Those of some clients who have bookings, all of them with other members."""
        return foreign(db, self.business, clients, self.member)

    def may_write(self, table: Table, record_id: str, name: str, cell: Cell) -> str:
        """Why this member may not write a cell, or "" when they may."""
        if not self.sees(cell.sees):
            return "your role does not see this: ask an owner"
        if cell.writer == "server" or (table.writer == "server" and cell.writer != "person"):
            return "only the server writes this"
        if table.writers == "owner" and self.role != "owner":
            if record_id == self.member and any(own.removesuffix("*") == name[: len(own) - 1] for own in table.own):
                return ""
            return "only owners change members"
        if table.single and record_id != self.business:
            return "a business has one row, its own"
        if name == "erased" and self.role == "staff":
            return "only owners and managers erase"
        return ""


_SIGHTS = {"m": "money", "c": "contacts", "o": "others"}


def client_of(record: Record) -> str | None:
    """The client whose card a row stands on, or None."""
    if record.table == "merge":
        return (record.cells.get("pair") or {}).get("kept")
    return record.id if record.table == "client" else record.cells.get("client")


def foreign(db: Database, business: str, clients: Iterable[str], member: str) -> set[str]:
    """Those of some clients who have bookings, but none with this member nor without a member; hidden ones apart."""
    wanted = list(clients)
    own: dict[str, bool] = {}
    for start in range(0, len(wanted), 400):
        some = wanted[start : start + 400]
        rows = fetch(
            db,
            f'SELECT "client", MAX(CASE WHEN "member" IS NULL OR "member" = ? THEN 1 ELSE 0 END) FROM "booking" '
            f'WHERE "business" = ? AND "client" IN ({places(len(some))}) AND "deleted" IS NOT TRUE GROUP BY "client"',
            (member, business, *some),
        )
        own |= {client: bool(mine) for client, mine in rows}
        # Only a whole row tells whether a later edit has brought a deleted booking back.
        for record in find(db, business, "booking", f'"client" IN ({places(len(some))}) AND "deleted"', tuple(some)):
            if not hidden(record):
                client = record.cells["client"]
                own[client] = own.get(client, False) or record.cells.get("member") in (None, member)
    return {client for client, mine in own.items() if not mine}


def scope_of(business: str, member: Record | None, member_id: str) -> Scope:
    """The scope that a member's row grants; a member who is gone or deleted sees as staff with nothing granted."""
    if member is None or member.cells.get("deleted"):
        return Scope(business, member_id, "staff", False, False, False)
    sees = {sight: member.cells.get("sees." + sight) for sight in _SIGHTS.values()}
    return granted(business, member_id, member.cells.get("role"), sees)


def granted(business: str, member_id: str, role: str | None, sees: Mapping[str, Value]) -> Scope:
    """The scope of a member who is there, by their role and the cells `sees.*`, told without `sees.`."""
    if role not in (None, "", "staff"):
        return Scope(business, member_id, role)
    sights = {sight: sees.get(sight) is not False for sight in _SIGHTS.values()}
    return Scope(business, member_id, "staff", **sights)
