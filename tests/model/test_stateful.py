"""The real store beside the reference model, under schedules that hypothesis makes up: see `world.py`.

`FICHERO_SCHEDULES` says how many schedules run, two of ten on PostgreSQL (`make soak`: thousands, each time others).
The suite's 200 are the same every time. A failure prints its schedule as steps that can be read, and the line that
shows it again; when exploring, the shortest such schedule, after some minutes.
"""

import os
import secrets
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.model.devices import Phone
from tests.model.ground import Ground
from tests.model.world import PEOPLE, World

SCHEDULES = int(os.environ.get("FICHERO_SCHEDULES", "200"))
STEPS = 40

some = st.integers(0, 11)
"""Which of several: phones, rows, cells, messages; taken modulo how many there are."""

HOUR = 3_600_000
instants = st.sampled_from([0, 1, 999, 2_500, 60_000, HOUR])
jumps = st.sampled_from([-72 * HOUR, -HOUR, -1_500, 0, 1_500, HOUR, 72 * HOUR, 30 * 365 * 24 * HOUR])


class Schedule(RuleBasedStateMachine):
    """Steps of people, networks, clocks and servers, in any order."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.ground)
        self.whole = True

    def teardown(self) -> None:
        try:
            if self.whole:
                self.world.settle()
        finally:
            self.world.place.close()

    def phone(self, which: int) -> Phone:
        return self.world.phones[which % len(self.world.phones)]

    def row(self, phone: Phone, table: str, which: int) -> str | None:
        keys = phone.keys(table)
        return keys[which % len(keys)] if keys else None

    @initialize()
    def everybody_sees_a_card(self) -> None:
        self.whole = False
        self.world.begin()
        self.whole = True


def step(method: Any) -> Any:
    """A rule's method; when it fails, the end of the schedule is not judged too."""

    def run(self: Schedule, **given: Any) -> None:
        self.whole = False
        method(self, **given)
        self.whole = True

    run.__name__ = method.__name__
    return run


class People(Schedule):
    """What people do on their phones."""

    @rule(
        who=some, table=st.sampled_from(["client", "pet", "booking", "note", "task", "service"]), which=some, how=some
    )
    @step
    def edit(self, who: int, table: str, which: int, how: int) -> None:
        phone = self.phone(who)
        if (row := self.row(phone, table, which)) is not None:
            self.world.edit_somehow(phone, table, row, how)

    @rule(who=some, how=some)
    @step
    def edit_the_client(self, who: int, how: int) -> None:
        self.edit_one(who, "client", how)

    def edit_one(self, who: int, table: str, how: int) -> None:
        phone = self.phone(who)
        if (row := self.row(phone, table, 0)) is not None:
            self.world.edit_somehow(phone, table, row, how)

    @rule(who=some, table=st.sampled_from(["client", "pet", "booking", "note", "task", "label", "merge"]), which=some)
    @step
    def make(self, who: int, table: str, which: int) -> None:
        phone = self.phone(who)
        if len(phone.keys(table)) < 4:
            self.world.make(phone, table, self.row(phone, "client", which), which)

    @rule(who=some, table=st.sampled_from(["client", "pet", "booking", "note", "task"]), which=some)
    @step
    def delete(self, who: int, table: str, which: int) -> None:
        phone = self.phone(who)
        if (row := self.row(phone, table, which)) is not None:
            self.world.delete(phone, table, row)

    @rule(who=some, table=st.sampled_from(["client", "booking", "note", "pet"]), which=some)
    @step
    def bring_back(self, who: int, table: str, which: int) -> None:
        phone = self.phone(who)
        deleted = [row for row in phone.keys(table) if phone.seen(table, row).get("deleted")]
        if deleted:
            self.world.edit(phone, table, deleted[which % len(deleted)], {"deleted": None})

    @rule(who=some, table=st.sampled_from(["client", "booking", "note", "pet"]), which=some)
    @step
    def erase(self, who: int, table: str, which: int) -> None:
        phone = self.phone(who)
        if (row := self.row(phone, table, which)) is not None:
            self.world.edit(phone, table, row, {"erased": True})

    @rule(who=some, which=some, method=st.sampled_from(["cash", "card"]))
    @step
    def mark_paid(self, who: int, which: int, method: str) -> None:
        phone = self.phone(who)
        if (row := self.row(phone, "booking", which)) is not None:
            money = {"amount": 3000 + 500 * (which % 2), "currency": "EUR"}
            phone.mark_paid(self.world.name(), self.world.time, row, money, method)

    @rule(who=some, which=some)
    @step
    def reverse(self, who: int, which: int) -> None:
        phone = self.phone(who)
        if (row := self.row(phone, "payment", which)) is not None:
            phone.reverse(self.world.name(), self.world.time, row)

    @rule(who=some, which=some)
    @step
    def resolve(self, who: int, which: int) -> None:
        phone = self.phone(who)
        if (row := self.row(phone, "conflict", which)) is not None:
            self.world.edit(phone, "conflict", row, {"resolved": True})

    @rule(who=some, how=some)
    @step
    def err(self, who: int, how: int) -> None:
        phone = self.phone(who)
        self.world.write_what_is_refused(phone, self.row(phone, "client", 0), how)

    @rule(sight=st.sampled_from(["money", "contacts", "others"]), granted=st.booleans())
    @step
    def grant(self, sight: str, granted: bool) -> None:
        olga = self.world.phones[0]
        self.world.edit(olga, "member", self.world.members["Sam"], {f"sees.{sight}": granted})
        self.world.push(olga)


class Network(People):
    """What carries messages, late, twice or not at all."""

    @rule(who=some, count=st.integers(1, 3), lost=st.sampled_from(["", "", "ack", "push"]))
    @step
    def push(self, who: int, count: int, lost: str) -> None:
        self.world.push(self.phone(who), count, lost)

    @rule(who=some)
    @step
    def synchronise(self, who: int) -> None:
        self.world.synchronise(self.phone(who))

    @rule(who=some, lost=st.booleans())
    @step
    def pull(self, who: int, lost: bool) -> None:
        self.world.pull(self.phone(who), lost)

    @precondition(lambda self: self.world.sent)
    @rule(place=st.integers(0, 99))
    @step
    def repeat_push(self, place: int) -> None:
        self.world.repeat_push(place)

    @precondition(lambda self: self.world.frames)
    @rule(place=st.integers(0, 99))
    @step
    def repeat_rows(self, place: int) -> None:
        self.world.repeat_rows(place)


class Fate(Network):
    """Clocks, crashes, clones, evictions, backups."""

    @rule(by=instants)
    @step
    def wait(self, by: int) -> None:
        self.world.time += by

    @rule(by=jumps)
    @step
    def server_clock_jumps(self, by: int) -> None:
        self.world.ahead = by

    @rule(who=some, by=jumps)
    @step
    def phone_clock_jumps(self, who: int, by: int) -> None:
        self.phone(who).ahead = by

    @rule()
    @step
    def crash(self) -> None:
        self.world.crash()

    @precondition(lambda self: len(self.world.phones) < 7)
    @rule(who=some)
    @step
    def clone(self, who: int) -> None:
        self.world.clone(self.phone(who))

    @precondition(lambda self: len(self.world.phones) < 7)
    @rule(person=st.sampled_from(sorted(PEOPLE)), ahead=jumps)
    @step
    def sign_in(self, person: str, ahead: int) -> None:
        self.world.sign_in(person, ahead=ahead)

    @rule(who=some)
    @step
    def sign_in_again(self, who: int) -> None:
        self.world.sign_in_again(self.phone(who))

    @rule(who=some)
    @step
    def evict(self, who: int) -> None:
        self.world.evict(self.phone(who))

    @rule(who=some)
    @step
    def keep_a_profile(self, who: int) -> None:
        self.world.profiles.append(self.phone(who).clone("kept"))

    @precondition(lambda self: self.world.profiles)
    @rule(which=some)
    @step
    def roll_a_profile_back(self, which: int) -> None:
        self.world.roll_back(which)

    @precondition(lambda self: len(self.world.backups) < 3)
    @rule()
    @step
    def backup(self) -> None:
        self.world.backup()

    @precondition(lambda self: self.world.backups)
    @rule(place=some)
    @step
    def restore(self, place: int) -> None:
        self.world.restore(place)

    @rule()
    @step
    def quieten(self) -> None:
        self.world.quieten()


def test_store_and_model_agree_under_any_schedule(ground: Ground) -> None:
    """I1 to I11 and I15 hold, and store and model agree, under schedules of every fault."""
    explore = "FICHERO_SCHEDULES" in os.environ
    chosen = int(os.environ.get("FICHERO_SEED", secrets.randbelow(2**32) if explore else 0))
    machine = seed(chosen)(type("Schedules", (Fate,), {"ground": ground}))
    share = 2 if ground.postgres else 8
    how = settings(
        max_examples=SCHEDULES * share // 10,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink] if explore else [Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    print(f"to see these again: FICHERO_SEED={chosen} FICHERO_SCHEDULES={SCHEDULES} pytest {__file__}")
    print("to explore others: FICHERO_SCHEDULES=2000 without FICHERO_SEED")
    run_state_machine_as_test(machine, settings=how)
