"""The steps that schedules are made of: what people, networks, clocks and servers do to a world.

Each step is told in numbers (who, which, how, taken modulo how many there are), so that any schedule can be played on
any world, be cut shorter, and be printed as lines that run: see `found_schedules.py`.
"""

from collections.abc import Iterable
from typing import Any

from tests.model.delivery import Killed
from tests.model.devices import Phone
from tests.model.world import World

Step = tuple[str, dict[str, Any]]
"""A step's name, and what it was given."""


class Steps:
    """The steps on one world, and what was played of them so far."""

    def __init__(self, world: World):
        self.world = world
        self.played: list[Step] = []
        world.begin()

    def play(self, name: str, **given: Any) -> None:
        """One step."""
        self.played.append((name, given))
        getattr(self, name)(**given)

    def phone(self, which: int) -> Phone:
        """One of the phones."""
        return self.world.phones[which % len(self.world.phones)]

    def row(self, phone: Phone, table: str, which: int) -> str | None:
        """One of the rows of a table on a phone's screen; None when there is none."""
        keys = phone.keys(table)
        return keys[which % len(keys)] if keys else None

    # What people do

    def edit(self, who: int, table: str, which: int, how: int) -> None:
        """Somebody edits a row."""
        phone = self.phone(who)
        if (row := self.row(phone, table, which)) is not None:
            self.world.edit_somehow(phone, table, row, how)

    def edit_the_client(self, who: int, how: int) -> None:
        """Somebody edits the client that all of them see first."""
        self.edit(who, "client", 0, how)

    def make(self, who: int, table: str, which: int) -> None:
        """Somebody makes a row, on a client's card where it has one."""
        phone = self.phone(who)
        if len(phone.keys(table)) < 4:
            self.world.make(phone, table, self.row(phone, "client", which), which)

    def delete(self, who: int, table: str, which: int) -> None:
        """Somebody deletes a row."""
        phone = self.phone(who)
        if (row := self.row(phone, table, which)) is not None:
            self.world.delete(phone, table, row)

    def bring_back(self, who: int, table: str, which: int) -> None:
        """Somebody takes a delete back."""
        phone = self.phone(who)
        deleted = [row for row in phone.keys(table) if phone.seen(table, row).get("deleted")]
        if deleted:
            self.world.edit(phone, table, deleted[which % len(deleted)], {"deleted": None})

    def erase(self, who: int, table: str, which: int) -> None:
        """Somebody erases a row for ever."""
        phone = self.phone(who)
        if (row := self.row(phone, table, which)) is not None:
            self.world.edit(phone, table, row, {"erased": True})

    def mark_paid(self, who: int, which: int, method: str) -> None:
        """Somebody takes the money of a booking."""
        phone = self.phone(who)
        if (row := self.row(phone, "booking", which)) is not None:
            money = {"amount": 3000 + 500 * (which % 2), "currency": "EUR"}
            phone.mark_paid(self.world.name(), self.world.time, row, money, method)

    def reverse(self, who: int, which: int) -> None:
        """Somebody takes a payment back."""
        phone = self.phone(who)
        if (row := self.row(phone, "payment", which)) is not None:
            phone.reverse(self.world.name(), self.world.time, row)

    def resolve(self, who: int, which: int) -> None:
        """Somebody calls a conflict resolved."""
        phone = self.phone(who)
        if (row := self.row(phone, "conflict", which)) is not None:
            self.world.edit(phone, "conflict", row, {"resolved": True})

    def err(self, who: int, how: int) -> None:
        """Somebody writes what is refused."""
        phone = self.phone(who)
        self.world.write_what_is_refused(phone, self.row(phone, "client", 0), how)

    def grant(self, sight: str, granted: bool) -> None:
        """Olga gives Sam a sight, or takes it from him."""
        olga = self.world.phones[0]
        self.world.edit(olga, "member", self.world.members["Sam"], {f"sees.{sight}": granted})
        self.world.push(olga)

    # What carries messages, late, twice or not at all

    def push(self, who: int, count: int, lost: str) -> None:
        """A phone sends some of its edits; `lost` names what of it the network drops."""
        self.world.push(self.phone(who), count, lost)

    def cut_pushes(self, size: int) -> None:
        """From now on the server takes so many ops of a push at once."""
        self.world.piece = size

    def push_while(self, who: int, other: int, what: str, which: int) -> None:
        """A phone sends its edits, and between two pieces of them `what` happens, by another phone where it is one's
        doing."""
        phone, others = self.phone(who), [each for each in self.world.phones if each is not self.phone(who)]
        by = self.world.phones.index(others[other % len(others)])

        def meanwhile() -> None:
            if what == "crash":
                raise Killed
            if what == "erase":
                self.erase(by, "client", which)
            elif what == "grant":
                self.grant(("money", "contacts", "others")[which % 3], which % 2 == 0)
            self.synchronise(by)

        self.world.push(phone, meanwhile=meanwhile)

    def synchronise(self, who: int) -> None:
        """A phone sends and takes all."""
        self.world.synchronise(self.phone(who))

    def pull(self, who: int, lost: bool) -> None:
        """A phone takes a frame of rows, unless it is lost."""
        self.world.pull(self.phone(who), lost)

    def repeat_push(self, place: int) -> None:
        """A push comes again."""
        if self.world.sent:
            self.world.repeat_push(place)

    def repeat_rows(self, place: int) -> None:
        """A frame of rows comes again."""
        if self.world.frames:
            self.world.repeat_rows(place)

    # Clocks, crashes, clones, evictions, backups

    def wait(self, by: int) -> None:
        """Time passes, in ms."""
        self.world.time += by

    def server_clock_jumps(self, by: int) -> None:
        """From now on the server's clock is wrong by so many ms."""
        self.world.ahead = by

    def phone_clock_jumps(self, who: int, by: int) -> None:
        """From now on a phone's clock is wrong by so many ms."""
        self.phone(who).ahead = by

    def crash(self) -> None:
        """The server dies, and starts again."""
        self.world.crash()

    def clone(self, who: int) -> None:
        """A phone's profile is copied to another machine."""
        if len(self.world.phones) < MOST_PHONES:
            self.world.clone(self.phone(who))

    def sign_in(self, person: str, ahead: int) -> None:
        """Somebody signs in on another phone, whose clock is `ahead`."""
        if len(self.world.phones) < MOST_PHONES:
            self.world.sign_in(person, ahead=ahead)

    def sign_in_again(self, who: int) -> None:
        """A phone's session has ended; its owner signs in once more."""
        self.world.sign_in_again(self.phone(who))

    def evict(self, who: int) -> None:
        """A phone's storage is lost; the cookie lives."""
        self.world.evict(self.phone(who))

    def keep_a_profile(self, who: int) -> None:
        """A copy of a phone's profile is laid aside."""
        self.world.profiles.append(self.phone(who).clone("kept"))

    def roll_a_profile_back(self, which: int) -> None:
        """A phone's profile is put back to what was laid aside."""
        if self.world.profiles:
            self.world.roll_back(which)

    def backup(self) -> None:
        """The store is backed up."""
        if len(self.world.backups) < 3:
            self.world.backup()

    def restore(self, place: int) -> None:
        """The server goes on from a backup."""
        if self.world.backups:
            self.world.restore(place)

    def quieten(self) -> None:
        """Everything is sent and taken."""
        self.world.quieten()


MOST_PHONES = 7


def as_schedule(name: str, played: Iterable[Step]) -> str:
    """A schedule as a function that may be put into `found_schedules.py`."""
    lines = [f"def {name}(world: World) -> None:", '    """What was lost, and how."""', "    steps = Steps(world)"]
    for step, given in played:
        lines.append(f"    steps.{step}({', '.join(f'{key}={value!r}' for key, value in given.items())})")
    return "\n".join(lines) + "\n"
