"""Rule 9 of the reference model: what a member may see and write."""

from dataclasses import dataclass
from typing import Any

from sync.tables import TABLES
from tests.model.held import Row

Rows = dict[tuple[str, str], Row]


@dataclass(frozen=True)
class Sight:
    """What one member is granted. The sights `money`, `contacts`, `others` are true for owners and managers."""

    member: str
    role: str
    money: bool = True
    contacts: bool = True
    others: bool = True

    @property
    def manages(self) -> bool:
        """Whether the member is an owner or a manager."""
        return self.role in ("owner", "manager")

    def _granted(self, sight: str) -> bool:
        return not sight or getattr(self, sight)

    def shows_cell(self, table: str, name: str) -> bool:
        """Whether a cell of a row in view is in view."""
        cell = TABLES[table].cell(name)
        return self._granted(TABLES[table].sees) and (cell is None or self._granted(cell.sees))

    def shows_row(self, rows: Rows, row: Row) -> bool:
        """Whether a row is in view: no money table without money, nothing of other members' without others."""
        if not self._granted(TABLES[row.table].sees):
            return False
        if row.table == "conflict":
            return self._shows_conflict(rows, row)
        if self.others:
            return True
        if row.table == "booking" and row.value("member") not in (None, self.member):
            return False
        if row.table == "task" and row.value("assignee") == self.member:
            return True
        client = row.id if row.table == "client" else row.value("client")
        if row.table == "merge":
            client = (row.value("pair") or {}).get("kept")
        return client is None or not self._of_others(rows, client)

    def _shows_conflict(self, rows: Rows, row: Row) -> bool:
        """A conflict is seen where its row and its cells are; one that is only told to be resolved is about nothing."""
        if self.money and self.contacts and self.others:
            return True
        table, cells = row.value("table"), [row.value("cell")]
        if cells == ["deleted"]:
            cells = [
                cell for side in (row.value("kept"), row.value("other")) if isinstance(side, dict) for cell in side
            ]
        about = rows.get((table, row.value("row")))
        return table is not None and (
            all(self.shows_cell(table, cell) for cell in cells) and (about is None or self.shows_row(rows, about))
        )

    def _of_others(self, rows: Rows, client: str) -> bool:
        """A client belongs to the members who have a booking with them; one without bookings is everybody's."""
        members = [
            row.value("member")
            for row in rows.values()
            if row.table == "booking" and row.value("client") == client and not row.hidden
        ]
        return bool(members) and not any(member in (None, self.member) for member in members)

    def may_write(self, table: str, id: str, name: str) -> bool:
        """Whether a cell may be written, in a row that may be."""
        about, cell = TABLES[table], TABLES[table].cell(name)
        if cell is None or not self.shows_cell(table, name):
            return False
        if "server" in (cell.writer, about.writer) and cell.writer != "person":
            return False
        if about.writers == "owner" and self.role != "owner":
            return id == self.member and any(name.startswith(own.removesuffix("*")) for own in about.own)
        return name != "erased" or self.manages

    def out_of_view(self, rows: Rows) -> set[tuple[str, str]]:
        """The rows that there are and that this member does not see."""
        return {key for key, row in rows.items() if not self.shows_row(rows, row)}

    def shows_table(self, table: str) -> bool:
        """Whether anything of a table is in view."""
        return self._granted(TABLES[table].sees)


def sight_of(rows: Rows, member: str) -> Sight:
    """What a member may see, by their own row."""
    row = rows["member", member]
    role = row.value("role")
    if role in ("owner", "manager"):
        return Sight(member, role)
    denied = {name: row.value(f"sees.{name}") is not False for name in ("money", "contacts", "others")}
    return Sight(member, role, **denied)


def view(rows: Rows, member: str) -> dict[tuple[str, str], dict[str, tuple[Any, str]]]:
    """The rows that a member sees, each as its visible cells with values and stamps."""
    sight = sight_of(rows, member)
    return {
        key: {cell: (held.value, held.stamp) for cell, held in row.cells.items() if sight.shows_cell(row.table, cell)}
        for key, row in rows.items()
        if sight.shows_row(rows, row)
    }
