"""What a push does to the views of members: rows that enter or leave them, and sights that change whole.

A member's role or `sees` decides what they may see; when that changes, their copies are begun anew. For those who do
not see others' clients and bookings, a booking that is made, moved, deleted or erased changes whose client it is, and a
row that moves to another card goes in or out of sight with it. A row that enters a view gets the next seq; one that
leaves it is noted in `left`, to be sent as gone.
"""

from collections.abc import Iterable
from copy import deepcopy

from sync.batch import Batch
from sync.database import execute, execute_many, fetch, places
from sync.records import Record, by_id, find
from sync.scope import Scope, client_of, foreign, scope_of
from sync.tables import TABLES, Value

Key = tuple[str, str]

_MOVING = {"note": ("client",), "pet": ("client",), "task": ("client", "assignee"), "merge": ("pair",)}
"""The cells that put a row on another card, or in another member's hands; of a booking any cell may, see `foreign`."""

_LEFT = (
    'INSERT INTO "left" ("business", "member", "table", "id", "seq") VALUES (?, ?, ?, ?, ?) '
    'ON CONFLICT ("business", "member", "table", "id") DO UPDATE SET "seq" = excluded."seq"'
)
_SIGHT = (
    'INSERT INTO "sight" ("business", "member", "seq") VALUES (?, ?, ?) '
    'ON CONFLICT ("business", "member") DO UPDATE SET "seq" = excluded."seq"'
)


class Crossings:
    """The rows that a push moves and the members that it changes, and what that does to views.

    `settle` ends a push; the next one of the same batch may follow.
    """

    def __init__(self, batch: Batch):
        self.batch = batch
        self._begin()

    def _begin(self) -> None:
        batch = self.batch
        # SQLite compiles a LIKE anew for each bare parameter.
        sql = 'SELECT "id" FROM "member" WHERE "business" = ? AND "sees" LIKE CAST(? AS TEXT)'
        members = [member for (member,) in fetch(batch.db, sql, (batch.business, '%"others":false%'))]
        scopes = [scope_of(batch.business, batch.get("member", member), member) for member in members]
        self._kept: list[Scope] = [scope for scope in scopes if not scope.others]
        self._reads_tables = bool(self._kept)
        """Whether views may change, which is found out by asking the tables."""
        self._sights: dict[str, str] = {}
        self._was: dict[Key, Record] = {}
        self._clients: set[str] = set()
        self._theirs: dict[str, set[str]] = {scope.member: set() for scope in self._kept}

    def before(self, record: Record, cells: dict[str, Value]) -> None:
        """Note where a row stood, and what a member could see, before these cells are written to it."""
        if record.table == "member":
            self._reads_tables = True
        if record.table == "member" and record.cells:
            self._sights.setdefault(record.id, scope_of(self.batch.business, record, record.id).view)
        moves = record.table == "booking" or not cells.keys().isdisjoint(_MOVING.get(record.table, ()))
        if self._kept and moves:
            self._note(record, {client_of(Record(record.table, record.id, cells=cells))})

    def before_erasing(self, rows: list[Key]) -> None:
        """Note whose the bookings were that are about to be erased."""
        self._reads_tables = True
        if self._kept:
            bookings = [row for table, row in rows if table == "booking"]
            for record in by_id(self.batch.db, self.batch.business, "booking", bookings).values():
                self._note(record, set())

    def _note(self, record: Record, clients: set[str | None]) -> None:
        if record.stamp:
            self._was.setdefault((record.table, record.id), deepcopy(record))
        new = (clients | {client_of(record)}) - self._clients - {None}
        self._clients |= new
        for scope in self._kept:
            self._theirs[scope.member] |= foreign(self.batch.db, self.batch.business, new, scope.member)

    def settle(self) -> None:
        """Seal the batch, and give what crossed the edge of a view its seq."""
        batch = self.batch
        if not self._reads_tables:
            batch.seal()
            return
        batch.flush()
        changed = []
        for member, before in self._sights.items():
            record = batch.get("member", member)
            if record and scope_of(batch.business, record, member).view != before:
                execute(batch.db, _SIGHT, (batch.business, member, record.seq))
                changed.append((batch.business, member))
        if self._clients:
            for scope in self._kept:
                self._cross(scope)
            batch.flush()
        # What left the former view may be in the new one; a copy begun anew must not be told that it is gone.
        execute_many(batch.db, 'DELETE FROM "left" WHERE "business" = ? AND "member" = ?', changed)
        self._begin()

    def _cross(self, scope: Scope) -> None:
        """Give one member what entered their view, and take from them what left it."""
        batch = self.batch
        earlier = self._theirs[scope.member]
        later = foreign(batch.db, batch.business, self._clients, scope.member)
        rows: dict[Key, Record] = {(record.table, record.id): record for record in self._cards(earlier ^ later)}
        for table, row in self._was:
            record = batch.get(table, row)
            if record is not None:
                rows[table, row] = record
        entered, left = [], []
        for key, record in rows.items():
            seen = scope.stands_in_view(self._was.get(key, record), earlier)
            sees = scope.stands_in_view(record, later)
            if sees != seen:
                (entered if sees else left).append(record)
        entered += self._conflicts(entered)
        left += self._conflicts(left)
        sql = 'DELETE FROM "left" WHERE "business" = ? AND "member" = ? AND "table" = ? AND "id" = ?'
        execute_many(batch.db, sql, [(batch.business, scope.member, record.table, record.id) for record in entered])
        for record in entered:
            batch.touch(record)
        gone = [(batch.business, scope.member, record.table, record.id, batch.next_seq()) for record in left]
        execute_many(batch.db, _LEFT, gone)

    def _cards(self, clients: Iterable[str]) -> list[Record]:
        """Some clients and every row that stands on their cards."""
        batch, records = self.batch, []
        for client in clients:
            records += find(batch.db, batch.business, "client", '"id" = ?', (client,))
            for name, table in TABLES.items():
                if "client" in table.hangs:
                    records += find(batch.db, batch.business, name, '"client" = ?', (client,))
            merges = find(batch.db, batch.business, "merge", '"pair" LIKE ?', (f'%"{client}"%',))
            records += [merge for merge in merges if client_of(merge) == client]
        return records

    def _conflicts(self, records: list[Record]) -> list[Record]:
        """The conflicts about some rows: they are seen where those are."""
        batch, ids = self.batch, [record.id for record in records]
        found: list[Record] = []
        for start in range(0, len(ids), 400):
            some = tuple(ids[start : start + 400])
            found += find(batch.db, batch.business, "conflict", f'"row" IN ({places(len(some))})', some)
        about = {(record.table, record.id) for record in records}
        return [conflict for conflict in found if (conflict.cells["table"], conflict.cells["row"]) in about]
