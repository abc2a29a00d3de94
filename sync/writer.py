"""The one way to write to the store.

On SQLite all writes pass through one native thread with a connection of its own: whatever waits is written in one
transaction, where each may fail by itself, and becomes durable with one COMMIT, so that fifty writers cost one flush to
disk, and where they want the same of it also one statement instead of fifty. Short work goes before the pieces of what
is long, and is committed with one of them at most, so that neither waits for more than that of the other.
Whoever submits sleeps until then, a greenlet in the server or a thread in commands and tests, and blocks nobody else.
On PostgreSQL each submission is a transaction of its own in the caller, run again when it lost a race.
"""

import contextlib
import os
import random
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from gevent.monkey import get_original
from peewee import InterfaceError, OperationalError, PeeweeException

from sync.bell import bell
from sync.database import execute, is_sqlite
from sync.faults import Busy, lost_race, understood
from sync.meter import Meter
from sync.pool import Pooled

T = TypeVar("T")
A = TypeVar("A")

DRAIN_SECONDS = 0.05
"""How long work may gather in one transaction before it is committed."""

TOGETHER = 64
"""How much, in the measure of who submits, is done at once of what may be."""

SWITCH_SECONDS = 0.0005
"""How long the writer's thread and the others keep the interpreter from each other. Every step of SQLite lets go of it,
so by Python's 5 ms a busy loop would hold the writer up at each row, and the writer the loop at each message."""

ATTEMPTS = 6
"""How often a PostgreSQL transaction that lost a race is run."""

# gevent replaces these in the server; the writer's thread must be a real one.
_allocate_lock, _start_thread, _ident = get_original("_thread", ["allocate_lock", "start_new_thread", "get_ident"])
_Queue = get_original("queue", "SimpleQueue")


class _Ticket:
    """One submission: its work on a share of something, of the size `size`, then what came of it."""

    __slots__ = ("error", "long", "result", "ring", "seconds", "share", "size", "turn", "work")

    def __init__(self, work: Callable[[list], list], share: Any, size: int, turn: str, long: bool, ring: Callable):
        self.work = work
        self.share = share
        self.size = size
        self.turn = turn
        self.long = long
        self.ring = ring
        self.result: Any = None
        self.error: BaseException | None = None
        self.seconds: float | None = None
        """How long the COMMIT took, on the first ticket of a transaction."""


class Writer:
    """Runs work in transactions, one at a time on SQLite, in turns when several devices wait."""

    def __init__(self, db: Pooled):
        """Starts nothing: the thread starts with the first submission, in the process that makes it."""
        self.meter = Meter()
        self._db = db
        self._alone = not is_sqlite(db)
        self._guard = _allocate_lock()
        self._inbox = _Queue()
        self._process = 0
        self._thread = 0
        self._closed = False

    def submit(self, work: Callable[[], T], turn: str = "", long: bool = False) -> T:
        """Run `work` and return its result once it is durable.

        Those who wait are served round-robin by `turn`, a member's id; work that is a piece of something `long` after
        what is short. What `work` raises undoes only its own writes and is raised here. Raises Busy or StorageFull when
        the store cannot write; nothing of `work` is there then. Called from inside other work, it becomes part of that.
        """
        return self.submit_among(lambda _: [work()], None, TOGETHER, turn, long)

    def submit_among(
        self, work: Callable[[list[A]], list[T | Exception]], share: A, size: int, turn: str = "", long: bool = False
    ) -> T:
        """As `submit`, of work that is done at once for those who wait for the same: it is given the share of each.

        It returns what each gets, or is to raise. `size` says how much a share is; short ones of TOGETHER in all are
        done at once. When the work raises, it is run again for each alone, so it must leave a share as it was.
        """
        if self._alone:
            return _got(self._transact(lambda: work([share]))[0])
        if self._thread == _ident():
            with self._db.atomic():
                return _got(work([share])[0])
        with bell() as (ring, wait):
            ticket = _Ticket(work, share, size, turn, long, ring)
            self._post(ticket)
            wait()
        if ticket.seconds is not None:
            self.meter.committed(ticket.seconds)
        if ticket.error is not None:
            raise ticket.error
        return _got(ticket.result)

    def close(self) -> None:
        """Write what waits, then end. A later `submit` raises Busy."""
        with self._guard:
            self._closed = True
            running = self._process == os.getpid()
        if running:
            self._process = 0
            with bell() as (ring, wait):
                self._inbox.put(ring)
                wait()

    def _post(self, ticket: _Ticket) -> None:
        with self._guard:
            if self._closed:
                raise Busy("the store is closing")
            if self._process != os.getpid():
                self._inbox = _Queue()
                self._process = os.getpid()
                sys.setswitchinterval(SWITCH_SECONDS)
                _start_thread(self._run, (self._inbox,))
            self._inbox.put(ticket)

    # SQLite: from here on, in the writer's thread.

    def _run(self, inbox: Any) -> None:
        self._thread = _ident()
        line = _Line(inbox)
        while line.wait():
            done: list[_Ticket] = []
            try:
                self._drain(line, done)
            except BaseException as failure:  # noqa: BLE001 - each submitter raises it; the thread must go on
                for ticket in done:
                    ticket.error = ticket.error or understood(failure)
                self._forget_connection()
            for ticket in done:
                # A submitter that was killed meanwhile hears nothing.
                with contextlib.suppress(Exception):
                    ticket.ring()
        self._forget_connection()
        self._thread = 0
        line.ended()

    def _drain(self, line: "_Line", done: list[_Ticket]) -> None:
        """One transaction. Whatever it raises undid all of `done`."""
        end = time.monotonic() + DRAIN_SECONDS
        short = long = False
        db = self._db
        tickets = line.alike(line.next())
        done += tickets
        try:
            if db.is_closed():
                db.connect()
            db.begin("IMMEDIATE")
        except PeeweeException:
            # Another process holds the store, for seconds: nobody waits for that behind another.
            done.extend(iter(line.next, None))
            raise
        # Peewee must know of the transaction, else an `atomic()` within work would begin another.
        db.push_transaction(self)
        try:
            while True:
                self._attempt(tickets, len(done) == len(tickets))
                short, long = short or not tickets[0].long, long or tickets[0].long
                in_time = time.monotonic() < end
                ticket = line.next(short=in_time, long=not long or (in_time and not short))
                if ticket is None:
                    break
                tickets = line.alike(ticket)
                done += tickets
        finally:
            db.pop_transaction()
        began = time.perf_counter()
        db.commit()
        done[0].seconds = time.perf_counter() - began

    def _attempt(self, tickets: list[_Ticket], first: bool) -> None:
        """Do the work of some at once. The first in a transaction needs no savepoint: there is nothing else to undo."""
        db = self._db
        if not first:
            execute(db, "SAVEPOINT turn")
        failed: BaseException | None = None
        try:
            results = tickets[0].work([ticket.share for ticket in tickets])
            for ticket, result in zip(tickets, results, strict=True):
                ticket.result = result
        except BaseException as error:  # noqa: BLE001 - raised in the submitter
            if not db.connection().in_transaction:
                # Disk full and I/O errors may undo the whole transaction, and with it the work done before.
                raise
            failed = error
            if first:
                db.rollback()
                db.begin("IMMEDIATE")
            else:
                execute(db, "ROLLBACK TO turn")
        if not first:
            execute(db, "RELEASE turn")
        if failed and len(tickets) == 1:
            tickets[0].error = understood(failed)
        elif failed:
            # One of them need not be the fault of the others.
            for ticket in tickets:
                self._attempt([ticket], False)

    def _forget_connection(self) -> None:
        """Closing undoes whatever is open, so that the next transaction starts clean."""
        # Whatever a store that is damaged or gone makes of it: the thread goes on, or whoever closes waits for ever.
        with contextlib.suppress(Exception):
            self._db.end()
        with contextlib.suppress(Exception):
            self._db.close()

    # PostgreSQL

    def _transact(self, work: Callable[[], T]) -> T:
        db = self._db
        try:
            if not db.is_closed():
                return self._repeat(work)
            with db.connection_context():
                return self._repeat(work)
        except (OperationalError, InterfaceError) as error:
            raise understood(error) from error

    def _repeat(self, work: Callable[[], T]) -> T:
        # Inside another transaction a lost race undoes that one too: only its owner can run it again.
        attempts = 1 if self._db.in_transaction() else ATTEMPTS
        for attempt in range(1, attempts):
            try:
                return self._once(work)
            except OperationalError as error:
                if not lost_race(error):
                    raise
                time.sleep(random.uniform(0, 0.01 * 2**attempt))
        return self._once(work)

    def _once(self, work: Callable[[], T]) -> T:
        outermost = not self._db.in_transaction()
        with self._db.atomic():
            result = work()
            began = time.perf_counter()
        if outermost:
            self.meter.committed(time.perf_counter() - began)
        return result


def _got(result: T | Exception) -> T:
    if isinstance(result, Exception):
        raise result
    return result


class _Line:
    """Those who wait, in turns, the short before the long. Used by the writer's thread alone."""

    def __init__(self, inbox: Any):
        self._inbox = inbox
        self._short = _Turns()
        self._long = _Turns()
        self._goodbye: Callable[[], None] | None = None

    def wait(self) -> bool:
        """Sleep until somebody waits; false when the writer is closed and everybody was served."""
        self._gather()
        if not self._short and not self._long and self._goodbye is None:
            self._take(self._inbox.get())
        return bool(self._short or self._long)

    def next(self, short: bool = True, long: bool = True) -> _Ticket | None:
        """The next in turn of the short or else of the long, where those may come; who has just come is included."""
        self._gather()
        return (self._short.next() if short else None) or (self._long.next() if long else None)

    def alike(self, first: _Ticket) -> list[_Ticket]:
        """This one, and of the short ones next in turn those that want the same done with it."""
        return [first] if first.long else [first, *self._short.alike(first, TOGETHER - first.size)]

    def ended(self) -> None:
        """Tell whoever closes the writer that it is done."""
        if self._goodbye:
            self._goodbye()

    def _gather(self) -> None:
        while not self._inbox.empty():
            self._take(self._inbox.get())

    def _take(self, item: Any) -> None:
        if not isinstance(item, _Ticket):
            self._goodbye = item
        else:
            (self._long if item.long else self._short).add(item)


class _Turns:
    """Tickets, one of each device in turn."""

    def __init__(self) -> None:
        self._turns: deque[str] = deque()
        self._waiting: dict[str, deque[_Ticket]] = {}

    def __bool__(self) -> bool:
        return bool(self._turns)

    def add(self, ticket: _Ticket) -> None:
        """Put a ticket behind the others of its device."""
        if ticket.turn in self._waiting:
            self._waiting[ticket.turn].append(ticket)
        else:
            self._waiting[ticket.turn] = deque([ticket])
            self._turns.append(ticket.turn)

    def alike(self, first: _Ticket, room: int) -> Iterator[_Ticket]:
        """The next in turn for as long as they want the same done as `first`, and there is room for them."""
        while self._turns:
            ticket = self._waiting[self._turns[0]][0]
            room -= ticket.size
            if room < 0 or ticket.work != first.work:
                return
            yield self.next()

    def next(self) -> _Ticket | None:
        """The next in turn."""
        if not self._turns:
            return None
        turn = self._turns.popleft()
        queue = self._waiting[turn]
        ticket = queue.popleft()
        if queue:
            self._turns.append(turn)
        else:
            del self._waiting[turn]
        return ticket
