"""A business in motion with real phones: Chromium, IndexedDB, sockets, and a server process that is killed.

The steps of `tests/model/steps.py` move it, with some of its own (`RealSteps`). Nothing is compared on the way. At the
end the faults stop, everything must drain (I10), and then what the server took, in its own order, is played to the
reference model: its answers, the server's rows and those of every phone must be the model's.
"""

import contextlib
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from server import sessions
from server.config import load
from sync import wire
from sync.scope import Seat
from sync.store import Store, system_ms
from tests.browser.replica.phone import RealPhone
from tests.browser.replica.stage import Stage
from tests.browser.replica.taken import Event, Taken
from tests.model import invariants
from tests.model.devices import Key
from tests.model.judged import Judged
from tests.model.people import People
from tests.model.reference import Reference
from tests.model.world import PEOPLE

HOUR = 3_600_000
MOMENT = 1.5
"""Seconds that a step waits at most for what it is about; it then goes on, and whatever comes later is a delay."""
PATIENCE = 90
"""Seconds in which everything drains once faults have stopped."""


class RealWorld(People, Judged):
    """One business on the stage."""

    def __init__(self, stage: Stage):
        self.stage, self.house, self.folder = stage, stage.house, stage.folder
        self.number = next(stage.numbers)
        self.ops = self.ids = 0
        self.trace: list[str] = []
        self.phones: list[RealPhone] = []
        self.profiles: list[tuple[RealPhone, dict[str, Any]]] = []
        self.backups: list[tuple[Path, list[Event]]] = []
        self.saved: dict[str, Key] = {}
        """The words that a phone called safe, each with its row."""
        self.offline = False
        """Whether phones have a line only while they are told to send or to hear."""
        self.erased: set[Key] = set()
        """What was erased before a restore."""
        self.forgetful = False
        """Whether something befell the phones or the server by which edits may be lost for good."""
        self._set_server_clock(0)
        self.taken = Taken(self.house.data)
        with self._store() as store:
            self.business = store.add_business(f"Made-up groomers {self.number}", "Europe/Madrid", "EUR", "en")
            self.taken.business = self.business
            self.members = {
                person: store.add_member(self.business, person, f"{person}@example.com".lower(), role)
                for person, role in PEOPLE.items()
            }
            self.first = self._rows(store, self.members["Olga"])
        for person in PEOPLE:
            self.sign_in(person)

    # Its clock, its store

    @property
    def time(self) -> int:
        """True time."""
        return system_ms()

    def clock(self) -> int:
        """The server's clock."""
        return system_ms() + self.ahead

    @contextlib.contextmanager
    def _store(self) -> Iterator[Store]:
        config = load(self.house.fichero.environ)
        store = Store(config.database, config.data, self.clock, fanout=config.fanout)
        try:
            yield store
        finally:
            store.close()

    def _set_server_clock(self, ahead: int) -> None:
        self.ahead = ahead
        (self.house.data / "clock.ahead").write_text(str(ahead))

    # People

    def begin(self) -> None:
        """A client with a pet, a booking, a note, a task and a service, on every phone."""
        client = self.make(self.phones[0], "client", None, 0)
        for table in ("pet", "booking", "note", "task", "service"):
            self.make(self.phones[0], table, client, 0)
        for phone in self.phones:
            self.synchronise(phone)

    def id(self) -> str:
        """A new row's id, a UUIDv7; on one server no two schedules have the same."""
        self.ids += 1
        return f"01900000-0000-7000-8000-{self.number:06x}{self.ids:06x}"

    def word(self) -> str:
        """A made-up word, never the same."""
        return f"word {self.number:05d}{self.name()[5:]}"

    def edit(self, phone: RealPhone, table: str, id: str, values: dict[str, Any]) -> None:
        """An edit that the phone says is safe."""
        if not super().edit(phone, table, id, values):
            return
        words = [value for value in values.values() if isinstance(value, str) and value.startswith("word ")]
        self.saved |= dict.fromkeys(words, (table, id))

    def sign_in(self, person: str, business: str | None = None, ahead: int = 0) -> RealPhone:
        """Another phone of a person."""
        seat = Seat(self.business, self.members[person], "")
        phone = self._phone(f"{person} {len(self.phones)}", seat)
        phone.set_clock(ahead)
        self._join(phone)
        self.phones.append(phone)
        return phone

    def _phone(self, name: str, seat: Seat, state: dict[str, Any] | None = None) -> RealPhone:
        return RealPhone(self.stage.browser, name, seat, self.house.address, self.folder, state)

    def _join(self, phone: RealPhone) -> None:
        with self._store() as store:
            token, _ = sessions.make_link(store, self.business, phone.seat.member, HOUR)
        phone.join(token)

    def sign_in_again(self, phone: RealPhone) -> None:
        """The session is not there any more; the person signs in once more."""
        phone.context.clear_cookies()
        phone.mend()
        self._join(phone)

    # The network

    def push(self, phone: RealPhone, count: int = 99, lost: str = "") -> None:
        """The phone sends what waits; the push or its acknowledgement may be lost."""
        if not lost:
            phone.mend()
            self._await(lambda: phone.stand()["outbox"] == 0)
            self._leave(phone)
            return
        if phone.stand()["outbox"]:
            phone.post.hold(lost)
            phone.post.mend()
            self._nudge(phone)
            self._await(phone.post.held)
        phone.post.cut()

    def pull(self, phone: RealPhone, lost: bool = False) -> bool:
        """The phone hears what is new; the frame may be lost."""
        if lost:
            phone.post.hold("rows")
            phone.post.mend()
            self._nudge(phone)
            self._await(phone.post.held, MOMENT / 3)
            phone.post.cut()
        else:
            self.synchronise(phone)
        return False

    def _nudge(self, phone: RealPhone) -> None:
        for tab in phone.tabs:
            tab.evaluate("() => dispatchEvent(new Event('online'))")

    def synchronise(self, phone: RealPhone) -> None:
        """The phone sends and hears all, if it can."""
        phone.mend()

        def there() -> bool:
            stands = phone.stand()
            return not stands["outbox"] and stands["cursor"] >= self._head()

        self._await(there)
        self._leave(phone)

    def _leave(self, phone: RealPhone) -> None:
        if self.offline:
            phone.post.cut()

    def _head(self) -> int:
        with self._store() as store:
            return store.head(self.business)

    def _await(self, true: Any, seconds: float = MOMENT) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if true():
                return True
            # Playwright's own loop must turn for pages to be routed.
            self.phones[0].tab.wait_for_timeout(20)
        return False

    @property
    def sent(self) -> list[Any]:
        """Whether there is a push to repeat; at the end, each with who pushed."""
        return self._sent if hasattr(self, "_sent") else [push for phone in self.phones for push in phone.post.pushes]

    @property
    def frames(self) -> list[Any]:
        """Frames that may come again."""
        return [frame for phone in self.phones for frame in phone.post.rows]

    def repeat_push(self, place: int) -> None:
        """A push comes again, on the phone's present connection."""
        self.phones[place % len(self.phones)].post.push_again(place)

    def repeat_rows(self, place: int) -> None:
        """A frame of rows comes again."""
        self.phones[place % len(self.phones)].post.rows_again(place)

    # What else befalls them

    def crash(self) -> None:
        """The server dies in the midst of whatever it does, and starts again."""
        self.house.kill()
        self.taken.read()
        with self._store() as store:
            self.taken.forget_what_is_not_in(store)
        self.house.start()

    def clone(self, phone: RealPhone) -> None:
        """The phone's profile is copied to another machine."""
        self.phones.append(self._phone(f"{phone.name} clone {len(self.phones)}", phone.seat, phone.state()))

    def evict(self, phone: RealPhone) -> None:
        """The browser drops the phone's storage; the cookie lives."""
        self.forgetful = True
        phone.evict()

    def keep(self, phone: RealPhone) -> None:
        """A copy of a phone's profile is laid aside."""
        self.profiles.append((phone, phone.state()))

    def roll_back(self, which: int) -> None:
        """A phone's profile is put back to what was laid aside."""
        phone, state = self.profiles[which % len(self.profiles)]
        self.forgetful = True
        place = self.phones.index(phone)
        self.phones[place] = self._phone(phone.name, phone.seat, state)
        self.profiles = [(self.phones[place] if of is phone else of, kept) for of, kept in self.profiles]
        phone.close()

    def backup(self) -> None:
        """The whole store is copied to a file, while it is used."""
        file = self.folder / f"{self.number}-{len(self.backups)}.backup"
        self.house.run("backup", str(file))
        self.taken.read()
        self.backups.append((file, list(self.taken.events)))

    def restore(self, place: int) -> None:
        """The server goes on from a backup; the phones will notice."""
        self.forgetful = True
        self.house.stop()
        self.taken.read()
        with self._store() as store:
            self.taken.forget_what_is_not_in(store)
        self.erased |= self.taken.replayed(self.first).model.erased.keys()
        file, self.taken.events = self.backups[place % len(self.backups)]
        self.house.run("restore", str(file))
        with self._store() as store:
            self.taken.forget_what_is_not_in(store)
        self.taken.events.append({"kind": "restored", "business": self.business, "erased": sorted(self.erased)})
        for left in self.house.data.glob("*.replaced"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        self.house.start()

    # The end

    def quieten(self) -> None:
        """The faults stop, for as long as a step waits."""
        for phone in self.phones:
            phone.mend()
        self._await(lambda: all(not phone.stand()["outbox"] for phone in self.phones))

    def settle(self) -> None:
        """All is quiet: everything drains, and every invariant holds."""
        self._set_server_clock(0)
        for phone in self.phones:
            phone.set_clock(0)
        self._drain()
        for phone in self.phones:
            assert not phone.faults, f"{phone.name}: {phone.faults}"
            phone.agree()
        self.taken.read()
        with self._store() as store:
            self.taken.forget_what_is_not_in(store)
            self.store = store
            replayed = self.taken.replayed(self.first)
            model, self.refused, self._sent = replayed.model, replayed.refused, replayed.sent
            self.models = {self.business: model}
            self.journal = {self.business: list(model.erased)}
            self.phones, real = [phone.held() for phone in self.phones], self.phones
            try:
                self._same_rows_as(model)
                for check in invariants.WHEN_SETTLED:
                    check(self)
                self._all_saved(model)
            finally:
                self.phones = real

    def _drain(self) -> None:
        """I10: whoever may sync has nothing to send, to hear of or to do, within PATIENCE."""
        end = time.monotonic() + PATIENCE
        for phone in self.phones:
            phone.mend()
        while time.monotonic() < end:
            self.phones[0].tab.wait_for_timeout(30)
            stands = {phone.name: phone.stand() for phone in self.phones}
            for phone in self.phones:
                if stands[phone.name]["problem"] == "signed-out":
                    self.sign_in_again(phone)
            head = self._head()
            if all(_rests(stand, head) for stand in stands.values()):
                return
        stands = {phone.name: phone.stand() for phone in self.phones}
        raise AssertionError(f"it does not come to rest, the head being {self._head()}: {stands}")

    def _same_rows_as(self, model: Reference) -> None:
        for key in {*model.rows, *model.erased}:
            invariants.same_row(self, self.business, *key)

    def _all_saved(self, model: Reference) -> None:
        """What a phone called safe is in history, refused or erased, unless its profile was lost."""
        if self.forgetful:
            return
        told = json.dumps([event["ops"] for event in self.taken.events if event["kind"] == "push"])
        lost = [word for word, row in self.saved.items() if word not in told and row not in model.erased]
        assert not lost, f"the server never heard of {lost}"

    def _rows(self, store: Store, member: str) -> dict[Key, wire.Row]:
        self.store = store
        return self.rows_of(Seat(self.business, member, ""))

    def close(self) -> None:
        """Lay the phones aside."""
        for phone in self.phones:
            with contextlib.suppress(PlaywrightError):
                phone.close()


def _rests(stand: dict[str, Any], head: int) -> bool:
    busy = stand["outbox"] or stand["pending"] or stand["download"] or any(stand["must"].values()) or stand["waiting"]
    return not busy and stand["cursor"] == head and stand["state"] in ("saved", "attention")
