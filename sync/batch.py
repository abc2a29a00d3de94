"""The working set of one transaction: rows read once, changed in memory, written back together with their seq."""

from collections.abc import Iterable, Sequence

import msgspec
from peewee import Database

from sync import merge
from sync.database import execute, execute_many, fetch, in_lists, is_sqlite, places
from sync.device import Device, read_devices, save_devices
from sync.fresh import Written
from sync.records import Record, by_id, find, save
from sync.stamp import device_of
from sync.tables import Value
from sync.wire import Op, json_value

_encode = msgspec.json.Encoder(order="deterministic").encode
_HISTORY = (
    'INSERT INTO "history" ("business", "stamp", "cell", "table", "row", "value", "base", "device", "n", "o", '
    f'"member", "won", "conflict", "at") VALUES ({places(14)})'
)
_OP = 'INSERT INTO "op" ("business", "o", "at", "refused") VALUES (?, ?, ?, ?)'


class Batch:
    """What one transaction reads and changes of a business. Opening it takes the business's counter row.

    Several pushes may share it, one after the other: each is sealed at its end, and what all of them changed is
    written once. `head` and `issued` are the counters as they will be written; `at` is the server's clock, in ms, and
    `now` never before a stamp issued. After an erasure `erasing` is true and `unused_files` names the files to drop.
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
        self.news = False
        """Whether those who listen to the business have yet to hear that it was committed."""
        self.known: dict[str, list] = {}
        """The ops, by name, that the business has taken, of those that were looked for: what was refused of each."""
        self._devices: dict[str, Device] = {}
        self._moved: dict[str, Device] = {}
        self._touched: dict[tuple[str, str], Record] = {}
        self._sealed: dict[tuple[str, str], Record] = {}
        self._written: dict[tuple[str, str], tuple] = {}
        self._rows_given = 0
        """How many seqs went to rows, those that a row had in passing included."""
        self._history: list[tuple] = []
        self._names: list[tuple] = []
        self._members: dict[str, str] = {}
        self._open: dict[tuple[str, str, str], list[Record]] = {}
        self._asked: set[str] = set()
        """The rows whose open conflicts were read."""

    def load_devices(self, ids: Iterable[str]) -> None:
        """Read how far some devices have come."""
        self._devices |= read_devices(self.db, self.business, [each for each in set(ids) if each not in self._devices])

    def device(self, device: str) -> Device:
        """How far a device has come with this transaction."""
        if device not in self._devices:
            self.load_devices([device])
        return self._devices[device]

    def move(self, device: Device) -> None:
        """Mark a device as having come further."""
        self._moved[device.id] = device

    def load_names(self, names: Sequence[str]) -> None:
        """Find out which ops the business has taken already."""
        for listed, some in in_lists(names):
            sql = f'SELECT "o", "refused" FROM "op" WHERE "business" = ? AND "o" IN ({listed})'
            for o, refused in fetch(self.db, sql, (self.business, *some)):
                self.known[o] = json_value(refused) if refused else []

    def know(self, o: str, refused: list) -> None:
        """Keep the name of an op that was taken, with what was refused of it, for when it comes again."""
        self.known[o] = refused
        self._names.append((self.business, o, self.at, _encode(refused).decode() if refused else None))

    def load(self, wanted: set[tuple[str, str]]) -> None:
        """Read the rows that are about to be changed, and their open conflicts."""
        self.read(wanted)
        self._load_conflicts([row for _, row in wanted])

    def read(self, wanted: set[tuple[str, str]]) -> None:
        """Read some rows, those that were not yet."""
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
        for listed, some in in_lists(rows):
            where = f'"row" IN ({listed}) AND "resolved" IS NULL'
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
        for listed, some in in_lists(list({row for _, row in rows - self.erased})):
            sql = f'SELECT "table", "id" FROM "erased" WHERE "business" = ? AND "id" IN ({listed})'
            self.erased |= set(fetch(self.db, sql, (self.business, *some)))

    def get(self, table: str, row: str) -> Record | None:
        """The row as this transaction has made it, or None when there is none."""
        if (table, row) not in self.records:
            self.read({(table, row)})
        return self.records[(table, row)]

    def touch(self, record: Record) -> None:
        """Mark a row as changed: it gets the business's next seq when the batch is sealed."""
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
        for row in reversed(self._history):
            if row[1] == stamp and row[4] == record.id:
                return row[9]
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
        """The rows changed since the batch was sealed, in the order of their last change."""
        return list(self._touched.values())

    def next_seq(self) -> int:
        """Take the business's next seq."""
        self.head += 1
        return self.head

    def seal(self) -> None:
        """Give what has been changed its seq: what is changed from here on gets later ones."""
        for record in self._touched.values():
            record.seq = self.next_seq()
        self._rows_given += len(self._touched)
        self._sealed |= self._touched
        self._touched.clear()

    def flush(self) -> None:
        """Write what has been changed: rows with their seq, history, names of ops, devices, counters."""
        self.seal()
        self._written |= save(self.db, self.business, list(self._sealed.values()))
        execute_many(self.db, _HISTORY, self._history)
        execute_many(self.db, _OP, self._names)
        save_devices(self.db, self._moved.values())
        self._sealed.clear()
        self._history.clear()
        self._names.clear()
        self._moved.clear()
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
