"""The working set of one transaction: rows read once, changed in memory, written back together with their seq."""

from collections.abc import Iterable

import msgspec
from peewee import Database

from sync import merge
from sync.database import execute, execute_many, fetch, is_sqlite, places
from sync.fresh import Written
from sync.records import Record, by_id, find, save
from sync.stamp import device_of
from sync.tables import Value
from sync.wire import Op

_encode = msgspec.json.Encoder(order="deterministic").encode
_HISTORY = (
    'INSERT INTO "history" ("business", "stamp", "cell", "table", "row", "value", "base", "device", "n", "o", '
    f'"member", "won", "conflict", "at") VALUES ({places(14)})'
)


class Batch:
    """What one transaction reads and changes of a business. Opening it takes the business's counter row.

    `head` and `issued` are the counters as they will be written; `at` is the server's clock, in ms, and `now` never
    before a stamp issued. After an erasure `erasing` is true and `unused_files` names the files to drop.
    """

    def __init__(self, db: Database, business: str, at: int):
        self.db = db
        self.business = business
        self.at = at
        lock = "" if is_sqlite(db) else " FOR UPDATE"
        sql = f'SELECT "epoch", "head", "issued" FROM "sequence" WHERE "business" = ?{lock}'
        self.epoch, self.head, self.issued = fetch(db, sql, (business,))[0]
        self._start = self.head
        self.now = merge.now_of(at, self.issued)
        self.records: dict[tuple[str, str], Record | None] = {}
        self.erased: set[tuple[str, str]] = set()
        self.told_again: set[tuple[str, str]] = set()
        self.erasing = False
        self.unused_files: set[str] = set()
        self.conflicts = 0
        """How many it made."""
        self._touched: dict[tuple[str, str], Record] = {}
        self._written: dict[tuple[str, str], tuple] = {}
        self._rows_given = 0
        """How many seqs went to rows, those that a row had in passing included."""
        self._history: list[tuple] = []
        self._members: dict[str, str] = {}
        self._open: dict[tuple[str, str, str], list[Record]] = {}
        self._asked: set[str] = set()
        """The rows whose open conflicts were read."""

    def load(self, wanted: set[tuple[str, str]]) -> None:
        """Read the rows that are about to be changed, and their open conflicts."""
        self._read(wanted)
        self._load_conflicts([row for _, row in wanted])

    def _read(self, wanted: set[tuple[str, str]]) -> None:
        groups: dict[str, list[str]] = {}
        for table, row in wanted:
            if (table, row) not in self.records:
                groups.setdefault(table, []).append(row)
        for table, ids in groups.items():
            found = by_id(self.db, self.business, table, ids)
            self.records |= {(table, row): found.get(row) for row in ids}

    def _load_conflicts(self, rows: Iterable[str]) -> None:
        """Read the open conflicts about some rows, once."""
        rows = [row for row in dict.fromkeys(rows) if row not in self._asked]
        self._asked.update(rows)
        for start in range(0, len(rows), 400):
            some = tuple(rows[start : start + 400])
            where = f'"row" IN ({places(len(some))}) AND "resolved" IS NULL'
            for conflict in find(self.db, self.business, "conflict", where, some):
                known = self.records.setdefault(("conflict", conflict.id), conflict)
                self._note_open(known)

    def _note_open(self, conflict: Record) -> None:
        about = conflict.cells
        self._open.setdefault((about["table"], about["row"], about["cell"]), []).append(conflict)

    def load_erased(self, rows: set[tuple[str, str]]) -> None:
        """Find out which of these (table, id) are gone for ever; they are added to `erased`.

        Two tables may hold rows of one id: a made-up one, erased, must not take another with it.
        """
        wanted = list({row for _, row in rows - self.erased})
        for start in range(0, len(wanted), 400):
            some = wanted[start : start + 400]
            sql = f'SELECT "table", "id" FROM "erased" WHERE "business" = ? AND "id" IN ({places(len(some))})'
            self.erased |= set(fetch(self.db, sql, (self.business, *some)))

    def get(self, table: str, row: str) -> Record | None:
        """The row as this transaction has made it, or None when there is none."""
        if (table, row) not in self.records:
            self._read({(table, row)})
        return self.records[(table, row)]

    def touch(self, record: Record) -> None:
        """Mark a row as changed: it gets the business's next seq when the batch is written."""
        key = (record.table, record.id)
        self.records[key] = record
        self._touched.pop(key, None)
        self._touched[key] = record

    def remember(
        self, op: Op, record: Record, cell: str, value: Value, stamp: str, member: str, won: bool, conflict: bool
    ) -> None:
        """Put one cell value into the history."""
        text = None if value is None else _encode(value).decode()
        device = device_of(stamp)
        row = (record.table, record.id, text, op.b.get(cell), device, op.n, op.o, member, won, conflict, self.at)
        self._history.append((self.business, stamp, cell, *row))

    def losing_op(self, record: Record, stamp: str) -> str:
        """The `o` of the op that wrote a value which now loses; its stamp when history no longer has it."""
        sql = 'SELECT "o" FROM "history" WHERE "business" = ? AND "stamp" = ? AND "row" = ? LIMIT 1'
        found = fetch(self.db, sql, (self.business, stamp, record.id))
        return found[0][0] if found else stamp

    def member_of(self, stamp: str) -> str:
        """The member whose device wrote a value."""
        device = device_of(stamp)
        if device not in self._members:
            sql = 'SELECT "member" FROM "device" WHERE "business" = ? AND "id" = ?'
            found = fetch(self.db, sql, (self.business, device))
            self._members[device] = found[0][0] if found else ""
        return self._members[device]

    def add_conflict(
        self, record: Record, cell: str, losing: str, kept: Value, other: Value, by: tuple[str, str], stamp: str
    ) -> None:
        """Make the conflict row of an overwrite, once; `by` is (kept by, other by), as members."""
        conflict_id = merge.conflict_id(record.id, cell, losing)
        # A restored server may be told that a conflict is resolved before it makes it again.
        conflict = self.get("conflict", conflict_id) or Record("conflict", conflict_id)
        if "table" in conflict.cells or ("conflict", conflict_id) in self.erased:
            return
        at = merge.server_stamp(conflict, stamp)
        values = {"table": record.table, "row": record.id, "cell": cell, "kept": kept, "other": other}
        values |= {"kept_by": by[0] or None, "other_by": by[1] or None, "at": self.at}
        for name, value in values.items():
            conflict.put(name, value, at)
        self.touch(conflict)
        self._note_open(conflict)
        self.conflicts += 1

    def resolve_conflicts(self, record: Record, cell: str, stamp: str) -> None:
        """Close the open conflicts of a cell, because a person wrote it having seen its current value."""
        self._load_conflicts([record.id])
        for conflict in self._open.pop((record.table, record.id, cell), []):
            if conflict.cells.get("resolved") is None:
                conflict.put("resolved", True, merge.server_stamp(conflict, stamp))
                self.touch(conflict)

    def touched(self) -> list[Record]:
        """The rows changed so far, in the order of their last change."""
        return list(self._touched.values())

    def next_seq(self) -> int:
        """Take the business's next seq."""
        self.head += 1
        return self.head

    def flush(self) -> None:
        """Write what has been changed: rows with their seq, history, counters."""
        for record in self._touched.values():
            record.seq = self.next_seq()
        self._rows_given += len(self._touched)
        self._written |= save(self.db, self.business, list(self._touched.values()))
        execute_many(self.db, _HISTORY, self._history)
        self._touched.clear()
        self._history.clear()
        sql = 'UPDATE "sequence" SET "head" = ?, "issued" = ? WHERE "business" = ?'
        execute(self.db, sql, (self.head, self.issued, self.business))

    def written(self) -> Written | None:
        """What to tell of this transaction once it is durable; None where that is more than rows."""
        if self._rows_given != self.head - self._start:
            return None
        letters = sum(len(value) for row in self._written.values() for value in row if type(value) is str)
        return Written(self._start, self.head, self._written, letters)

    def forget(self) -> None:
        """Drop what was read, after rows were changed behind the batch's back."""
        self.records.clear()
        self._open.clear()
        self._asked.clear()
