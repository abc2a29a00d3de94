"""The store: everything that the server keeps of its businesses, and what devices may ask of it.

One instance a process. What is written goes through the one `writer` and is durable when a call returns.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from sync import wire
from sync.batch import Batch
from sync.changes import Change, changes_of
from sync.database import connect, fetch, is_sqlite, migrate, reading
from sync.device import read_device
from sync.durable import make_folder
from sync.fanout import open_fanout
from sync.faults import Busy
from sync.hub import Hub
from sync.intake import Intake
from sync.journal import Journal
from sync.leftovers import Leftovers
from sync.log import Log
from sync.meter import Meter
from sync.models import Device as DeviceRow
from sync.models import Sequence, database
from sync.prune import DAY_MS, prune
from sync.records import Record, by_id, find
from sync.rows import rows_after
from sync.scope import Scope, Seat, scope_of
from sync.snapshot import Snapshot, Snapshots
from sync.stamp import SERVER_DEVICE, Moment, new_device, random_name, write
from sync.tables import SCHEMA, TABLES, Value
from sync.views import Crossings
from sync.writer import Writer

FORKS = 100
"""How many ids one session may be given within a day: an honest one needs one after a restore or a cloned profile."""

LEAST_SCHEMA = 1
"""The oldest `hello.schema` that this server still serves."""

_SIGHT = 'SELECT "seq" FROM "sight" WHERE "business" = ? AND "member" = ?'
_MEMBER_CELLS = ("name", "email", "role", "color")


def system_ms() -> int:
    """The system's clock: ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


class Store:
    """A data folder and its database; `fanout` tells other processes (Redis at that address, else the database).

    `clock` gives ms UTC and may be replaced by tests.
    """

    def __init__(self, url: str, folder: Path, clock: Callable[[], int] = system_ms, fanout: str = ""):
        self.folder = folder
        self.clock = clock
        self.db = connect(url)
        database.initialize(self.db)
        self.writer = Writer(self.db)
        self._fanout = open_fanout(url, fanout)
        self.hub = Hub(self._fanout)
        self.meter = self.writer.meter
        self.journal = Journal(folder)
        self._intake = Intake(self.db, self.writer, self.hub, self.journal, self._drop_erased, lambda: self.clock())
        self.snapshots = Snapshots(self.db, folder)
        self._leftovers = Leftovers(self.db, folder / "files", self.snapshots)
        self._log = Log(self.db.database) if is_sqlite(self.db) else None

    def migrate(self) -> None:
        """Make or bring up to date the tables, and drop what is old or what a crash kept an erasure from dropping."""
        make_folder(self.folder)
        migrate(self.db)
        self.writer.submit(lambda: prune(self.db, self.clock()))
        self.snapshots.sweep()
        self.sweep_files()
        if self._log:
            self._log.fold()

    def measure(self, meter: Meter) -> None:
        """From here on, have the store's work counted."""
        self.meter = self.writer.meter = meter

    def listen(self) -> None:
        """From here on, poke this process's connections for what other processes write, too."""
        self._fanout.listen(self.hub.hear)

    def close(self) -> None:
        """Write what waits, tell the other processes, and close every connection that is not in use by others."""
        self.writer.close()
        self._fanout.close()
        self._leftovers.close()
        if self._log:
            self._log.close()
        if not self.db.is_closed():
            self.db.close()
        self.db.close_unused()

    # Businesses and people

    def add_business(self, name: str, zone: str, currency: str, locale: str) -> str:
        """Make a business: IANA zone, ISO 4217 currency, language tag. Returns its id."""
        business = str(uuid7())

        def work() -> None:
            Sequence.create(business=business, epoch=random_name(12))
            cells = {"name": name, "zone": zone, "currency": currency, "locale": locale, "week_start": 1, "pets": True}
            self._write(business, "business", business, cells)

        self.writer.submit(work)
        return business

    def businesses(self) -> list[dict[str, Value]]:
        """Every business: `id` and its cells."""
        with reading(self.db):
            ids = [row for (row,) in fetch(self.db, 'SELECT "business" FROM "sequence" ORDER BY "business"')]
            return [{"id": row} | by_id(self.db, row, "business", [row])[row].cells for row in ids]

    def add_member(self, business: str, name: str, email: str, role: str) -> str:
        """Add a person to the team, or give the one with this email the role. Returns the member's id."""

        def work() -> str:
            known = find(self.db, business, "member", 'LOWER("email") = ? AND "deleted" IS NOT TRUE', (email.lower(),))
            if not known:
                member = str(uuid7())
                self._write(business, "member", member, {"name": name, "email": email, "role": role})
                return member
            if known[0].cells.get("role") != role:
                self._write(business, "member", known[0].id, {"role": role})
            return known[0].id

        return self._poking(business, work)

    def member(self, business: str, member: str) -> dict[str, Value] | None:
        """A member as `welcome` tells it: id, name, email, role, color and what they may see; None when gone."""
        record = self._record(business, "member", member)
        if record is None or record.cells.get("deleted"):
            return None
        scope = scope_of(business, record, member)
        sees = {sight: scope.sees(sight) for sight in ("money", "contacts", "others")}
        cells = {cell: record.cells.get(cell) for cell in _MEMBER_CELLS}
        return {"id": member} | cells | {"role": scope.role, "sees": sees}

    def row(self, business: str, table: str, row: str) -> wire.Row | None:
        """One row, whole, whoever asks: for the server's own use."""
        record = self._record(business, table, row)
        return record and Scope(business, "", "owner").show(record)

    def scope(self, business: str, member: str) -> Scope:
        """What a member may see and write."""
        return scope_of(business, self._record(business, "member", member), member)

    def _record(self, business: str, table: str, row: str) -> Record | None:
        with reading(self.db):
            return by_id(self.db, business, table, [row]).get(row)

    def _write(self, business: str, table: str, row: str, cells: dict[str, Value]) -> None:
        """Write cells as the server itself, inside the writer."""
        batch = Batch(self.db, business, self.clock())
        batch.issued = batch.now
        record = batch.get(table, row) or Record(table, row)
        newest = max(record.stamps.values(), default="")
        moment = Moment(batch.now, 0)
        stamp = write(moment, SERVER_DEVICE)
        if newest >= stamp:
            stamp = write(Moment(batch.now + 1, 0), SERVER_DEVICE)
        crossings = Crossings(batch)
        crossings.before(record, cells)
        for cell, value in cells.items():
            described = TABLES[table].cell(cell)
            record.put(cell, described.check(value) if described else value, stamp)
        batch.touch(record)
        crossings.settle()
        batch.flush()

    def _poking(self, business: str, work: Callable[[], Any]) -> Any:
        result = self.writer.submit(work)
        self.hub.poke(business, self.head(business))
        return result

    def state(self, business: str) -> tuple[str, int]:
        """The business's epoch, and its head: the greatest seq that it has given."""
        with reading(self.db):
            return fetch(self.db, 'SELECT "epoch", "head" FROM "sequence" WHERE "business" = ?', (business,))[0]

    def head(self, business: str) -> int:
        """The greatest seq that the business has given."""
        return self.state(business)[1]

    # Devices

    def add_device(self, business: str, member: str, session: str, label: str, parent: str | None = None) -> str:
        """Give a signed-in browser profile its device id; a fork names its parent and goes on from its last stamp."""

        def work() -> str:
            origin = read_device(self.db, business, parent) if parent else None
            while True:
                device = new_device()
                if device != SERVER_DEVICE and not read_device(self.db, business, device).known:
                    break
            DeviceRow.create(
                business=business,
                id=device,
                member=member,
                session=session,
                parent=parent,
                label=label,
                stamp=origin.stamp if origin else "",
                made=self.clock(),
            )
            return device

        return self.writer.submit(work)

    def owns(self, seat: Seat, device: str) -> bool:
        """Whether a device id was given to this seat's session."""
        with reading(self.db):
            return read_device(self.db, seat.business, device).session == seat.session

    def fork(self, seat: Seat, device: str) -> wire.Forked:
        """Give a device a new id of its own; its former id, when the session owns it, becomes the parent.

        Raises Busy for a session that was given FORKS of them today.
        """
        sql = 'SELECT COUNT(*) FROM "device" WHERE "session" = ? AND "made" > ?'
        with reading(self.db):
            ((given,),) = fetch(self.db, sql, (seat.session, self.clock() - DAY_MS))
        if given >= FORKS:
            raise Busy("this session was given too many devices today: try again tomorrow")
        parent = device if device and self.owns(seat, device) else None
        return wire.Forked(self.add_device(seat.business, seat.member, seat.session, "", parent))

    # Sync

    def hello(self, seat: Seat, hello: wire.Hello) -> list[wire.ServerMessage]:
        """Answer a device's first frame: welcome, after a new id where it has none, and reset where its view changed.

        A device that the session does not own is told to fork.
        """
        if seat.revoked:
            return [wire.Wipe()]
        if hello.schema < LEAST_SCHEMA:
            return [wire.Upgrade(LEAST_SCHEMA)]
        answers: list[wire.ServerMessage] = []
        device = hello.device
        if not device:
            forked = self.fork(seat, "")
            answers.append(forked)
            device = forked.device
        with reading(self.db):
            last = read_device(self.db, seat.business, device)
            if last.session != seat.session:
                return [wire.Fork()]
            epoch, head = self.state(seat.business)
            member = self.member(seat.business, seat.member) or {"id": seat.member}
            answers.append(wire.Welcome(epoch, self.clock(), last.n, last.o, head, SCHEMA, member))
            if hello.epoch == epoch and (hello.cursor > head or self.needs_reset(seat, hello.cursor)):
                answers.append(wire.Reset())
        return answers

    def needs_reset(self, seat: Seat, cursor: int) -> bool:
        """Whether what the member may see has changed since a copy was at this cursor."""
        return 0 < cursor < self._sight_since(seat)

    def _sight_since(self, seat: Seat) -> int:
        """The seq at which what the member may see last changed."""
        with reading(self.db):
            found = fetch(self.db, _SIGHT, (seat.business, seat.member))
        return found[0][0] if found else 0

    def push(self, seat: Seat, push: wire.Push, cursor: int | None = None) -> list[wire.ServerMessage]:
        """Take a device's edits: see `Intake.push`."""
        return self._intake.push(seat, push, cursor)

    def _drop_erased(self, batch: Batch) -> None:
        """What an erasure leaves outside the tables: snapshots, files, the write-ahead log."""
        self._leftovers.drop(batch.business, batch.unused_files)
        if self._log:
            self._log.fold()

    def sweep_files(self) -> None:
        """Remove the files that erasures had to leave, and uploads that nobody goes on with: see `Leftovers.sweep`."""
        self._leftovers.sweep(self.journal)

    def files(self, business: str) -> Path:
        """The folder of a business's files, each named by its SHA-256."""
        return self.folder / "files" / business

    def rows(self, seat: Seat, cursor: int) -> wire.Rows | None:
        """The next frame of rows after a cursor as the member may see them, or None at the head."""
        with reading(self.db):
            return rows_after(self.db, self.scope(seat.business, seat.member), cursor)

    def snapshot(self, seat: Seat) -> Snapshot:
        """The business as the member may see it, encoded into a file."""
        return self.snapshots.take(self.scope(seat.business, seat.member), self._sight_since(seat))

    def kept_snapshot(self, seat: Seat) -> Snapshot | None:
        """The same where it was encoded before, at once; else None."""
        return self.snapshots.kept(self.scope(seat.business, seat.member), self._sight_since(seat))

    def history(self, seat: Seat, table: str, row: str) -> list[Change]:
        """The latest changes of a row that the member may see, newest first; empty for a row out of sight."""
        return changes_of(self.db, self.scope(seat.business, seat.member), table, row)
