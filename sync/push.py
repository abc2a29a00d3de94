"""Taking a push: which ops are new, what each may write, and how it merges with what is there.

The cost is proportional to the cells pushed. A large push is written in pieces, each inside a transaction of the writer
that pieces of other pushes may share.
"""

from collections.abc import Iterable
from functools import partial

import msgspec
from msgspec import structs

from sync import merge, wire
from sync.batch import Batch
from sync.database import fetch
from sync.device import Device
from sync.erase import EraseJournal, erase, tell_again
from sync.pieces import Sent
from sync.records import Record
from sync.scope import Scope
from sync.tables import TABLES, BadValue, Table, Value, is_row_id, same
from sync.views import Crossings


def look_ahead(batch: Batch, sent: Iterable[Sent]) -> None:
    """Read at once all that these ops, of one push or of many, will ask of the store."""
    batch.load_names([one.o for one in sent])
    ops = [one.op for one in sent if one.op and not one.refusal]
    rows = {(op.t, op.i) for op in ops}
    batch.load(rows)
    batch.load_erased(rows.union(*[_owners(TABLES[op.t], op.v) for op in ops]))


class Pushing:
    """One piece of a device's push, inside the writer's transaction; `look_ahead` comes before."""

    def __init__(self, crossings: Crossings, scope: Scope, device: Device, cursor: int | None, journal: EraseJournal):
        batch = self.batch = crossings.batch
        self.scope = scope
        self.device = device
        self.cursor = cursor
        self.journal = journal
        self.lineage = device.lineage(batch.db)
        self.refused: list[wire.Refused] = []
        self.crossings = crossings

    def take(self, sent: list[Sent], skew: int) -> list[wire.ServerMessage]:
        """Apply what is new of these ops; `skew` is by how many ms the device's clock is ahead.

        Returns an ack, a gap after what came before it, or a fork alone.
        """
        known = self.batch.known
        device, fresh, want = self.device, [], 0
        expected = device.n + 1
        for one in sent:
            n, o = one.n, one.o
            if n < expected:
                if o not in known:
                    return [wire.Fork()]
            elif n > expected:
                want = expected
                break
            else:
                expected += 1
                fresh.append(one)
        repeats = [(one.n, one.o) for one in sent if one.n <= device.n]
        self.refused += [refused for n, o in repeats for refused in _again(n, known[o])]
        self._apply(fresh, skew)
        answers: list[wire.ServerMessage] = []
        if fresh or not want:
            answers.append(wire.Ack(device.id, device.n, device.o, self.batch.head, self.refused))
        return answers + ([wire.Gap(want)] if want else [])

    def _apply(self, fresh: list[Sent], skew: int) -> None:
        batch = self.batch
        ops, again, taken = [], [], {}
        for one in fresh:
            self.device.n, self.device.o = n, o = one.n, one.o
            if o in taken:
                continue
            if o in batch.known:
                self.refused += _again(n, batch.known[o])
                again.append(one)
                continue
            taken[o] = n
            if one.refusal:
                self.refused.append(wire.Refused(n, one.refusal.code, one.refusal.text))
            else:
                ops.append(one.op)
        self._tell_erased_again(again)
        unseen = self._unseen({(op.t, op.i) for op in ops})
        for op in ops:
            try:
                # Before anything tells whether the row is there, or was.
                if not self.scope.sees(TABLES[op.t].sees):
                    raise wire.Refusal("forbidden", "your role does not see this: ask an owner")
                if (op.t, op.i) in unseen and (op.t, op.i) not in batch.erased:
                    raise wire.Refusal("forbidden", "your role does not see this row: ask an owner")
                self._apply_op(op, skew)
            except wire.Refusal as refusal:
                self.refused = [of_cell for of_cell in self.refused if of_cell.n != op.n]
                self.refused.append(wire.Refused(op.n, refusal.code, refusal.text))
        self.crossings.settle()
        if fresh:
            batch.move(self.device)
            self._know(taken)

    def _unseen(self, rows: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of some rows that are there, but out of the member's sight."""
        there = [record for row in rows if (record := self.batch.get(*row))]
        seen = self.scope.visible(self.batch.db, there)
        return {(record.table, record.id) for record in there} - {(record.table, record.id) for record in seen}

    def _tell_erased_again(self, sent: list[Sent]) -> None:
        """Known ops come again from an archive, after a restore; what it holds of erased rows must go too."""
        rows = {(one.op.t, one.op.i) for one in sent if one.op}
        for row in rows & self.batch.erased:
            tell_again(self.batch, *row)

    def _know(self, taken: dict[str, int]) -> None:
        """Keep the names of new ops, each with what was refused of it, for when it comes again."""
        of: dict[int, list] = {}
        for refused in self.refused:
            of.setdefault(refused.n, []).append([refused.cell or None, refused.code, refused.text])
        for o, n in taken.items():
            self.batch.know(o, of.get(n, []))

    def _apply_op(self, op: wire.Op, skew: int) -> None:
        batch, table = self.batch, TABLES[op.t]
        record = batch.get(op.t, op.i)
        if (op.t, op.i) in batch.erased:
            # The phone that sends this may have learned nothing of the erasure but by a snapshot.
            tell_again(batch, op.t, op.i)
            return
        if _owners(table, op.v) & batch.erased:
            if record is None:
                self._erase(Record(op.t, op.i))
            return
        cells = self._permitted(op, table, record)
        if cells.get("erased"):
            self._erase(record or Record(op.t, op.i))
            return
        if not cells:
            return
        if table.insert_only and record is not None:
            self._take_again(op, record, cells, skew)
            return
        record = record or Record(op.t, op.i)
        self._check_size(record, cells)
        stamp = self._stamp(op, skew)
        self.crossings.before(record, cells)
        self._merge(op, record, cells, stamp)

    def _permitted(self, op: wire.Op, table: Table, record: Record | None) -> dict[str, Value]:
        """The cells of an op that may be written, normalised; the others are refused one by one."""
        cells = {}
        for name, value in op.v.items():
            cell = table.cell(name)
            if cell is None:
                self._refuse(op, name, "unknown", f"{table.name} has no cell {name[:80]!r}")
                continue
            why = self.scope.may_write(table, op.i, name, cell) or self._last_owner(op, record, name, value)
            if why:
                self._refuse(op, name, "forbidden", why)
                continue
            try:
                if name == "erased" and value is not True:
                    raise BadValue("can only be true: what is erased does not come back")
                cells[name] = cell.check(value)
            except BadValue as bad:
                self._refuse(op, name, "bad-value", f"{name[:80]} {bad}")
        return cells

    def _refuse(self, op: wire.Op, cell: str, code: str, text: str) -> None:
        self.refused.append(wire.Refused(op.n, code, text, cell))

    def _last_owner(self, op: wire.Op, record: Record | None, name: str, value: Value) -> str:
        """Why the last owner may not step down, be deleted or be erased; "" for any other write."""
        if op.t != "member" or record is None or record.cells.get("role") != "owner":
            return ""
        if not (name == "role" and value != "owner" or name in ("deleted", "erased") and value):
            return ""
        sql = 'SELECT "id" FROM "member" WHERE "business" = ? AND "role" = ? AND "deleted" IS NOT TRUE AND "id" != ?'
        others = {row for (row,) in fetch(self.batch.db, sql, (self.batch.business, "owner", op.i))}
        changed = {record.id: record for record in self.batch.touched() if record.table == "member"}
        for row, member in changed.items():
            stays = member.cells.get("role") == "owner" and not member.cells.get("deleted")
            others = others | {row} if stays and row != op.i else others - {row}
        return "" if others else "a business keeps at least one owner: make someone else an owner first"

    def _check_size(self, record: Record, cells: dict[str, Value]) -> None:
        """Refuse what would make a row too large. Only a row that may be is written as JSON to find out."""
        cells_size = len(wire.encode(cells))
        record.letters += cells_size
        # A letter is six bytes at most, where JSON escapes it.
        if 6 * record.letters + 120 * (len(record.cells) + len(cells)) + 200 <= wire.MAX_ROW:
            return
        size = record.size() + cells_size + 60 * len(cells)
        if size > wire.MAX_ROW:
            raise wire.Refusal("too-large", f"a row may have {wire.MAX_ROW:,} bytes at most: shorten or remove texts")

    def _stamp(self, op: wire.Op, skew: int) -> str:
        device = self.device
        device.stamp = merge.issue(op.w, skew, self.batch.now, device.stamp, op.b.values(), device.id)
        self.batch.issued = max(self.batch.issued, merge.moment_of(device.stamp).ms)
        return device.stamp

    def _erase(self, record: Record) -> None:
        """Erase a row and what hangs from it; the writes before it in this push are made first."""
        batch = self.batch
        batch.flush()
        batch.erased |= erase(batch, record, self._before_erasing)
        batch.forget()

    def _before_erasing(self, rows: list[tuple[str, str]], files: set[str]) -> None:
        self.crossings.before_erasing(rows)
        self.journal(rows, files)

    def _take_again(self, op: wire.Op, record: Record, cells: dict[str, Value], skew: int) -> None:
        """A write on an insert-only row that exists: a second making of the same row is acknowledged, no other."""
        made_again = op.i[14] == "5" and not any(op.b.get(name) for name in op.v)
        if not made_again:
            raise wire.Refusal("append-only", f"a {op.t} is never edited: make a reversal instead")
        stamp = self._stamp(op, skew)
        differing = [name for name in ("money", "method") if not same(record.cells.get(name), cells.get(name))]
        for name, value in cells.items():
            self.batch.remember(op, record, name, value, stamp, self.scope.member, False, name in differing[:1])
        for name in differing[:1]:
            by = (self.batch.member_of(record.stamp), self.scope.member)
            kept, other = record.cells.get(name), cells.get(name)
            self.batch.add_conflict(record, name, op.o, kept, other, by, stamp)

    def _merge(self, op: wire.Op, record: Record, cells: dict[str, Value], stamp: str) -> None:
        """Merge an op's cells into its row, keep every value in the history, and note what was overwritten unseen."""
        batch, me = self.batch, self.scope.member
        # The op itself stays as it came: a transaction that lost a race is run again with it.
        op = structs.replace(op, v=cells)
        revives = merge.revives_unseen(record, op, self.lineage)
        unseen: dict[str, str] = {}
        if cells.get("deleted") is True and merge.wins(stamp, record.stamps.get("deleted")):
            row_was_seen = self.cursor is not None and record.seq <= self.cursor
            sees = partial(self.scope.sees_cell, TABLES[op.t])
            unseen = merge.unseen_edits(record, op, self.lineage, row_was_seen, sees, stamp)
        changed = False
        for name, value in cells.items():
            base, current = op.b.get(name), record.stamps.get(name)
            won = merge.wins(stamp, current)
            clash = TABLES[op.t].writer != "server" and merge.overwrites_unseen(record, name, value, base, self.lineage)
            if clash:
                old = record.cells[name]
                losing = batch.losing_op(record, current) if won else op.o
                kept, other = (value, old) if won else (old, value)
                by = (me, batch.member_of(current)) if won else (batch.member_of(current), me)
                batch.add_conflict(record, name, losing, kept, other, by, stamp)
            elif current is not None and base == current:
                batch.resolve_conflicts(record, name, stamp)
            batch.remember(op, record, name, value, stamp, me, won, clash)
            if won:
                record.put(name, value, stamp)
                changed = True
        if unseen:
            self._deleted_unseen(op, record, unseen, stamp)
        if revives:
            self._edited_unseen(op, record, cells, stamp)
        if changed:
            batch.touch(record)

    def _deleted_unseen(self, op: wire.Op, record: Record, unseen: dict[str, str], stamp: str) -> None:
        """A delete meets edits that it had not seen."""
        batch, greatest = self.batch, max(unseen.values())
        edit, editor = merge.edited(record.cells, unseen, greatest), batch.member_of(greatest)
        if greatest > stamp:
            batch.add_conflict(record, "deleted", op.o, edit, True, (editor, self.scope.member), stamp)
        else:
            losing = batch.losing_op(record, greatest)
            batch.add_conflict(record, "deleted", losing, True, edit, (self.scope.member, editor), stamp)

    def _edited_unseen(self, op: wire.Op, record: Record, cells: dict[str, Value], stamp: str) -> None:
        """An edit meets a delete that its author had not seen."""
        batch, deleted = self.batch, record.stamps["deleted"]
        deleter = batch.member_of(deleted)
        if stamp > deleted:
            losing = batch.losing_op(record, deleted)
            batch.add_conflict(record, "deleted", losing, cells, True, (self.scope.member, deleter), stamp)
        else:
            batch.add_conflict(record, "deleted", op.o, True, cells, (deleter, self.scope.member), stamp)


def _owners(table: Table, cells: dict[str, Value]) -> set[tuple[str, str]]:
    """The (table, id) of the rows that a row with these cells hangs from."""
    owners = set()
    for name in table.hangs:
        value = cells.get(name)
        for item in value.values() if isinstance(value, dict) else (value,):
            if is_row_id(item):
                owners.add((table.hangs_from(name), item))
    return owners


def _again(n: int, refused: list) -> list[wire.Refused]:
    """What was refused of an op that comes again as `n`."""
    return [wire.Refused(n, code, text, cell or msgspec.UNSET) for cell, code, text in refused]
