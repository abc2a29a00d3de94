"""What a push does to the views of members: rows that enter or leave them, and sights that change whole.

A member's role or `sees` decides what they may see; when that changes, their copies are begun anew. For those who do
not see others' clients and bookings, a booking moved to another member or client changes whose client it is. A row that
enters a view gets the next seq; one that leaves it is noted in `left`, to be sent as gone.
"""

from sync.batch import Batch
from sync.database import execute, execute_many, fetch, places
from sync.records import Record, by_id, find
from sync.scope import foreign, scope_of
from sync.tables import TABLES

_CELLS = ("client", "member", "deleted")
_LEFT = (
    'INSERT INTO "left" ("business", "member", "table", "id", "seq") VALUES (?, ?, ?, ?, ?) '
    'ON CONFLICT ("business", "member", "table", "id") DO UPDATE SET "seq" = excluded."seq"'
)


_SIGHT = (
    'INSERT INTO "sight" ("business", "member", "seq") VALUES (?, ?, ?) '
    'ON CONFLICT ("business", "member") DO UPDATE SET "seq" = excluded."seq"'
)


class Crossings:
    """The bookings and members that a push changed, and what that does to views."""

    def __init__(self, batch: Batch):
        self.batch = batch
        sql = 'SELECT "id" FROM "member" WHERE "business" = ? AND "sees" LIKE ?'
        rows = fetch(batch.db, sql, (batch.business, '%"others":false%'))
        self.members = [member for (member,) in rows]
        self._before: dict[str, tuple] = {}
        self._sights: dict[str, str] = {}

    def before(self, record: Record) -> None:
        """Note whose booking a row was, or what a member could see, before it is changed."""
        if record.table == "member" and record.cells:
            self._sights.setdefault(record.id, scope_of(self.batch.business, record, record.id).view)
        if self.members and record.table == "booking":
            self._before.setdefault(record.id, tuple(record.cells.get(cell) for cell in _CELLS))

    def settle(self) -> None:
        """Write the batch, and give what crossed the edge of a view its seq."""
        batch = self.batch
        moved = {}
        for booking, before in self._before.items():
            record = batch.get("booking", booking)
            if record and tuple(record.cells.get(cell) for cell in _CELLS) != before:
                moved[booking] = (before, record)
        clients = {client for before, record in moved.values() for client in (before[0], record.cells.get("client"))}
        clients.discard(None)
        earlier = {member: foreign(batch.db, batch.business, clients, member) for member in self.members if clients}
        batch.flush()
        self._note_sights()
        for member, theirs in earlier.items():
            self._cross(member, clients, theirs, moved)

    def _note_sights(self) -> None:
        batch = self.batch
        for member, before in self._sights.items():
            record = batch.get("member", member)
            if record and scope_of(batch.business, record, member).view != before:
                execute(batch.db, _SIGHT, (batch.business, member, record.seq))

    def _cross(self, member: str, clients: set[str], earlier: set[str], moved: dict[str, tuple]) -> None:
        batch = self.batch
        later = foreign(batch.db, batch.business, clients, member)
        self._enter(member, earlier - later)
        gone = [key for client in later - earlier for key in self._card(client)]
        for booking, (before, record) in moved.items():
            seen = before[1] in (None, member) and before[0] not in earlier
            sees = record.cells.get("member") in (None, member) and record.cells.get("client") not in later
            if seen and not sees:
                gone.append(("booking", booking))
        rows = [(batch.business, member, table, row, batch.next_seq()) for table, row in dict.fromkeys(gone)]
        execute_many(batch.db, _LEFT, rows)
        batch.flush()

    def _enter(self, member: str, clients: set[str]) -> None:
        """Give every row of some clients' cards the next seq, so that it is sent to those who see it from now on."""
        batch = self.batch
        for client in clients:
            keys = self._card(client)
            for table in dict.fromkeys(table for table, _ in keys):
                ids = [row for name, row in keys if name == table]
                for record in by_id(batch.db, batch.business, table, ids).values():
                    batch.touch(record)
                sql = f'DELETE FROM "left" WHERE "business" = ? AND "member" = ? AND "id" IN ({places(len(ids))})'
                execute(batch.db, sql, (batch.business, member, *ids))
        batch.flush()

    def _card(self, client: str) -> list[tuple[str, str]]:
        """The (table, id) of a client and of every row on their card."""
        batch, keys = self.batch, [("client", client)]
        for name, table in TABLES.items():
            if "client" in table.hangs:
                keys += [
                    (name, record.id) for record in find(batch.db, batch.business, name, '"client" = ?', (client,))
                ]
        return keys
