"""A business in motion: its real store, the reference model beside it, simulated phones, and a network that fails.

Every push goes to the store and to the model, and their answers and rows must agree; the steps here are what schedules
are made of. `settle` ends the faults, and then every invariant must hold (`invariants.py`).
"""

import copy
import random
from collections.abc import Callable
from itertools import count
from typing import Any
from unittest.mock import patch

import msgspec

import sync.stamp
import sync.store
from sync import wire
from sync.database import fetch
from sync.rows import rows_after
from sync.scope import Seat
from tests.model import invariants
from tests.model.delivery import Delivery
from tests.model.devices import Key, Phone, cells_of
from tests.model.ground import Ground
from tests.model.judged import Judged
from tests.model.people import People
from tests.model.reference import Reference

BEGINNING = 1_800_000_000_000
ROUNDS = 12
"""Within so many rounds every outbox drains once faults have stopped (I10)."""

BUDGETS = (wire.ROWS_FRAME, wire.ROWS_FRAME, wire.ROWS_FRAME, 300)
"""How many bytes of rows a frame may bring, in turn: so that cursors come to lie anywhere in a push."""

PEOPLE = {"Olga": "owner", "Mark": "manager", "Sam": "staff"}


class World(People, Judged):
    """Olga's, Mark's and Sam's phones, and a neighbour business on the same store whose ids are the same."""

    def __init__(self, ground: Ground):
        sync.stamp.secrets = random.Random(1)
        self.time, self.ahead = BEGINNING, 0
        self.piece = 64
        """How many ops of a push the server takes at once."""
        self.place = ground.fresh(self.clock)
        self.models: dict[str, Reference] = {}
        self.phones: list[Phone] = []
        self.members: dict[str, str] = {}
        self.sent: list[tuple[Seat, wire.Push]] = []
        self.profiles: list[Phone] = []
        self.frames: list[tuple[Phone, wire.Rows]] = []
        self.journal: dict[str, list[Key]] = {}
        self.refused: dict[str, set[str | None]] = {}
        self.kept: list[Phone] = []
        """Copies as phones had them once, each at its cursor."""
        self.backups: list[tuple[Any, dict[str, Reference]]] = []
        self.trace: list[str] = []
        """Everything that a server said, in order: two runs of one schedule say the same."""
        self.ops = self.ids = 0
        counted = (f"01900000-0000-7000-9000-{number:012x}" for number in count(1))
        with patch.object(sync.store, "uuid7", lambda: next(counted)):
            self.business = self._business("Made-up groomers", PEOPLE)
            self.neighbour = self._business("Made-up neighbours", {"Nora": "owner"})

    @property
    def store(self) -> Any:
        """The real store."""
        return self.place.store

    def clock(self) -> int:
        """The server's clock."""
        return max(self.time + self.ahead, 0)

    def _business(self, name: str, people: dict[str, str]) -> str:
        business = self.store.add_business(name, "Europe/Madrid", "EUR", "en")
        for person, role in people.items():
            self.members[person] = self.store.add_member(business, person, f"{person}@example.com".lower(), role)
        model = self.models[business] = Reference()
        self.journal[business] = []
        owner = Seat(business, self.members[next(iter(people))], "")
        for (table, id), row in self.rows_of(owner).items():
            held = cells_of(row)
            model.adopt(table, id, {c: v for c, (v, _) in held.items()}, {c: s for c, (_, s) in held.items()})
        for person in people:
            self.sign_in(person, business)
        return business

    def sign_in(self, person: str, business: str | None = None, ahead: int = 0) -> Phone:
        """Another phone of a person."""
        seat = Seat(business or self.business, self.members[person], f"session {len(self.phones)}")
        device = self.store.add_device(seat.business, seat.member, seat.session, "made up")
        self.models[seat.business].add_device(device, seat.member)
        phone = Phone(f"{person} {len(self.phones)}", seat, device, ahead)
        self.phones.append(phone)
        return phone

    def sign_in_again(self, phone: Phone) -> None:
        """The session has ended (401); archive and outbox are sent under the new id."""
        phone.seat = Seat(phone.seat.business, phone.seat.member, f"again {self.name()}")
        phone.resend(0)
        device = self.store.add_device(phone.seat.business, phone.seat.member, phone.seat.session, "made up")
        self.models[phone.seat.business].add_device(device, phone.seat.member)
        phone.receive(wire.Forked(device))

    # What the network does

    def hello(self, phone: Phone) -> None:
        """The phone connects."""
        for answer in self._told(phone.name, self.store.hello(phone.seat, phone.hello(self.time))):
            if isinstance(answer, wire.Forked):
                self.model(phone).add_device(answer.device, phone.seat.member)
            if isinstance(answer, wire.Welcome):
                known = self.model(phone).devices[phone.device]
                assert (answer.n, answer.o) == (known.n, known.o), "welcome names another op than the last durable one"
            phone.receive(answer)

    def _told(self, whom: str, said: Any) -> Any:
        self.trace.append(f"{whom}: {said}")
        return said

    def fork(self, phone: Phone) -> None:
        """The phone asks for an id of its own."""
        model = self.model(phone)
        forked = self._told(phone.name, self.store.fork(phone.seat, phone.device))
        model.add_device(forked.device, phone.seat.member, phone.device if phone.device in model.devices else None)
        phone.receive(forked)

    def connect(self, phone: Phone) -> None:
        """Hello, and what it leads to: a fork, a snapshot."""
        for _ in range(4):
            if "fork" in phone.wants:
                self.fork(phone)
            if "snapshot" in phone.wants:
                self.snapshot(phone)
            if phone.connected and not phone.wants:
                return
            self.hello(phone)
        assert phone.connected and not phone.wants, f"{phone.name} does not come to rest: {phone.wants}"

    def snapshot(self, phone: Phone) -> None:
        """The phone takes its whole copy anew."""
        phone.receive_snapshot(self.store.snapshot(phone.seat).path.read_bytes())
        self._told(phone.name, phone.rows)
        invariants.i9_isolation(self, phone.seat, phone.rows.values())

    def push(self, phone: Phone, count: int = 99, lost: str = "", meanwhile: Callable[[], None] | None = None) -> None:
        """The phone sends its first ops; `lost` is `""`, `push`, `ack` or `op`: what the network drops, or the phone
        of the push. `meanwhile` is done after the first piece, when there are more."""
        self.connect(phone)
        if not phone.outbox:
            return
        message = phone.push(self.time, count)
        if lost == "op":
            del message.ops[1:2]
        self.sent.append((phone.seat, message))
        answers = [] if lost == "push" else self.deliver(phone.seat, message, phone.cursor, meanwhile)
        phone.connected = phone.connected and lost not in ("push", "ack")
        for answer in answers if phone.connected else []:
            phone.receive(answer)

    def deliver(
        self,
        seat: Seat,
        message: wire.Push,
        cursor: int | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> list[wire.ServerMessage]:
        """A push reaches the server, and the model: both must do the same."""
        model = self.models[seat.business]
        delivery = Delivery(model, message, cursor, self.clock(), self.piece)
        known, same = message.device in model.devices, message.epoch == self.epoch(seat)
        answers = self._told(message.device, delivery.push(self.store.push, seat, meanwhile))
        if not known:
            assert [answer.code for answer in answers] == ["forbidden"], answers
        elif not same:
            assert answers == [wire.Reset()], answers
        else:
            delivery.end()
            self.journal[seat.business] += [key for key in model.erased if key not in self.journal[seat.business]]
            self._compare(seat, answers, delivery)
            invariants.i5_no_stamp_in_the_future(self, seat, delivery.ops, delivery.latest)
        if delivery.killed:
            self.crash()
        return answers

    def _compare(self, seat: Seat, answers: list[wire.ServerMessage], delivery: Delivery) -> None:
        kinds, said = {"ack": wire.Ack, "gap": wire.Gap, "fork": wire.Fork}, delivery.said
        if not delivery.killed:
            assert isinstance(answers[-1], kinds[said.kind]), f"{answers} where the model says {said}"
        for answer in answers:
            if isinstance(answer, wire.Ack):
                assert (answer.n, answer.o) == delivery.acked
                told = {(r.n, None if r.cell is msgspec.UNSET else r.cell, r.code) for r in answer.refused}
                assert told == set(said.refused), f"refused {told} where the model refuses {said.refused}"
                names = {op["n"]: op["o"] for op in delivery.ops}
                for n, cell, _ in told:
                    self.refused.setdefault(names[n], set()).add(cell)
        for table, id in dict.fromkeys((op["t"], op["i"]) for op in delivery.ops):
            invariants.same_row(self, seat.business, table, id)

    def epoch(self, seat: Seat) -> str:
        """The epoch of the server's history."""
        return fetch(self.store.db, 'SELECT "epoch" FROM "sequence" WHERE "business" = ?', (seat.business,))[0][0]

    def pull(self, phone: Phone, lost: bool = False) -> bool:
        """One frame of rows; False at the head."""
        self.connect(phone)
        if self.store.needs_reset(phone.seat, phone.cursor):
            phone.receive(wire.Reset())
            return True
        budget = BUDGETS[len(self.trace) % len(BUDGETS)]
        scope = self.store.scope(phone.seat.business, phone.seat.member)
        frame = self._told(phone.name, rows_after(self.store.db, scope, phone.cursor, budget))
        if frame is None:
            return False
        invariants.i9_isolation(self, phone.seat, frame.rows)
        self.frames.append((phone, copy.deepcopy(frame)))
        if not lost:
            phone.receive_rows(frame)
            invariants.i4_cursor(self, phone)
            self.kept.append(phone.copy())
        return True

    def synchronise(self, phone: Phone) -> None:
        """The phone sends all and takes all."""
        self.push(phone)
        while self.pull(phone):
            pass

    def repeat_push(self, place: int) -> None:
        """A push that was sent long ago reaches the server once more; nobody hears the answer."""
        seat, message = self.sent[place % len(self.sent)]
        invariants.i3_idempotent(self, seat, message)

    def repeat_rows(self, place: int) -> None:
        """A frame of rows that was sent long ago reaches its phone once more."""
        phone, frame = self.frames[place % len(self.frames)]
        if phone in self.phones:
            phone.receive_rows(copy.deepcopy(frame))
            if phone.connected and not phone.wants and not self.store.needs_reset(phone.seat, phone.cursor):
                invariants.i4_cursor(self, phone)

    # What else befalls them

    def cut(self) -> None:
        """Every connection ends."""
        for phone in self.phones:
            phone.connected = False

    def crash(self) -> None:
        """The server dies and starts again."""
        self.place.crash()
        self.cut()
        invariants.i2_durable(self)

    def clone(self, phone: Phone) -> Phone:
        """The phone's profile is copied to another machine."""
        other = phone.clone(f"{phone.name} clone {len(self.phones)}")
        other.connected = False
        self.phones.append(other)
        return other

    def evict(self, phone: Phone) -> None:
        """The browser drops the phone's storage; the cookie lives."""
        fresh = Phone(phone.name, phone.seat, "", phone.ahead)
        self.phones[self.phones.index(phone)] = fresh

    def roll_back(self, which: int) -> None:
        """A phone's profile is restored from an earlier copy of it."""
        kept = self.profiles[which % len(self.profiles)]
        for place, phone in enumerate(self.phones):
            if phone.seat.session == kept.seat.session:
                self.phones[place] = kept.clone(phone.name)
                self.phones[place].connected = False
                return

    def backup(self) -> None:
        """The whole store is copied to a file."""
        self.backups.append((self.place.backup(), copy.deepcopy(self.models)))

    def restore(self, place: int) -> None:
        """The server goes on from a backup; the phones will notice."""
        file, models = self.backups[place % len(self.backups)]
        self.place.restore(file)
        self.models = {name: model.restored(self.journal[name]) for name, model in copy.deepcopy(models).items()}
        self.frames.clear()
        self.cut()

    # The end

    def quieten(self) -> None:
        """The faults stop: everything is pushed and pulled, in so many rounds at most."""
        for _ in range(ROUNDS):
            before = [(phone.cursor, len(phone.outbox), phone.device) for phone in self.phones]
            for phone in self.phones:
                self.synchronise(phone)
            if before == [(phone.cursor, len(phone.outbox), phone.device) for phone in self.phones]:
                return

    def settle(self) -> None:
        """The end: all is quiet, and every invariant holds."""
        self.quieten()
        for check in (*invariants.WHEN_SETTLED, invariants.i4_paging):
            check(self)
