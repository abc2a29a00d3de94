"""Schedules that hypothesis makes up of `steps.py`, in numbers that a seed repeats; a failure is shrunk and printed.

`explore(ground, seed, count)` plays `count` schedules. With `shrink` it raises, for the shortest schedule that fails,
`Found`, whose text is a schedule to put into `found_schedules.py`.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.model.ground import Ground
from tests.model.steps import MOST_PHONES, Step, Steps, as_schedule
from tests.model.world import PEOPLE, World

LENGTH = 40
"""The most steps of a schedule."""

some = st.integers(0, 11)
"""Which of several: phones, rows, cells, messages; taken modulo how many there are."""

HOUR = 3_600_000
instants = st.sampled_from([0, 1, 999, 2_500, 60_000, HOUR])
jumps = st.sampled_from([-72 * HOUR, -HOUR, -1_500, 0, 1_500, HOUR, 72 * HOUR, 30 * 365 * 24 * HOUR])
cards = ["client", "booking", "note", "pet"]

RULES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "edit": {"who": some, "table": st.sampled_from([*cards, "task", "service"]), "which": some, "how": some},
    "edit_the_client": {"who": some, "how": some},
    "make": {"who": some, "table": st.sampled_from([*cards, "task", "label", "merge"]), "which": some},
    "delete": {"who": some, "table": st.sampled_from([*cards, "task"]), "which": some},
    "bring_back": {"who": some, "table": st.sampled_from(cards), "which": some},
    "erase": {"who": some, "table": st.sampled_from(cards), "which": some},
    "mark_paid": {"who": some, "which": some, "method": st.sampled_from(["cash", "card"])},
    "reverse": {"who": some, "which": some},
    "resolve": {"who": some, "which": some},
    "err": {"who": some, "how": some},
    "grant": {"sight": st.sampled_from(["money", "contacts", "others"]), "granted": st.booleans()},
    "push": {"who": some, "count": st.integers(1, 3), "lost": st.sampled_from(["", "", "ack", "push", "op"])},
    "push_while": {
        "who": some, "other": some, "what": st.sampled_from(["synchronise", "erase", "grant", "crash"]), "which": some,
    },
    "synchronise": {"who": some},
    "pull": {"who": some, "lost": st.booleans()},
    "repeat_push": {"place": st.integers(0, 99)},
    "repeat_rows": {"place": st.integers(0, 99)},
    "wait": {"by": instants},
    "server_clock_jumps": {"by": jumps},
    "phone_clock_jumps": {"who": some, "by": jumps},
    "crash": {},
    "clone": {"who": some},
    "sign_in": {"person": st.sampled_from(sorted(PEOPLE)), "ahead": jumps},
    "sign_in_again": {"who": some},
    "evict": {"who": some},
    "keep_a_profile": {"who": some},
    "roll_a_profile_back": {"which": some},
    "backup": {},
    "restore": {"place": some},
    "quieten": {},
}  # fmt: skip
"""What each step of `Steps` may be given."""

POSSIBLE: dict[str, Callable[[World], bool]] = {
    "repeat_push": lambda world: bool(world.sent),
    "repeat_rows": lambda world: bool(world.frames),
    "clone": lambda world: len(world.phones) < MOST_PHONES,
    "sign_in": lambda world: len(world.phones) < MOST_PHONES,
    "roll_a_profile_back": lambda world: bool(world.profiles),
    "backup": lambda world: len(world.backups) < 3,
    "restore": lambda world: bool(world.backups),
}
"""When a step makes sense, where it does not always."""


class Found(AssertionError):
    """A schedule under which something is wrong."""


class Machine(RuleBasedStateMachine):
    """One schedule; what was played of the one before is kept for `Found`."""

    ground: Ground
    ended: Callable[[World], None]
    last: list[Step]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.ground)
        type(self).last = []
        self.whole = False

    @initialize(size=st.sampled_from([1, 2, 64]))
    def everybody_sees_a_card(self, size: int) -> None:
        self.steps = Steps(self.world)
        type(self).last = self.steps.played
        self.steps.play("cut_pushes", size=size)
        self.whole = True

    def teardown(self) -> None:
        try:
            # When a step has failed, the end of the schedule is not judged too.
            if self.whole:
                self.world.settle()
                self.ended(self.world)
        finally:
            self.world.place.close()


def _rule(name: str) -> Any:
    def play(self: Machine, **given: Any) -> None:
        self.whole = False
        self.steps.play(name, **given)
        self.whole = True

    play.__name__ = name
    made = rule(**RULES[name])(play)
    possible = POSSIBLE.get(name)
    return precondition(lambda self: possible(self.world))(made) if possible else made


def explore(
    ground: Ground,
    seed: int,
    count: int,
    shrink: bool = False,
    ended: Callable[[World], None] = lambda world: None,
) -> None:
    """Play so many schedules of a seed on a ground; `ended` is called with each world when all is judged."""
    rules = {name: _rule(name) for name in RULES}
    machine = type("Schedules", (Machine,), {"ground": ground, "ended": staticmethod(ended), **rules})
    how = settings(
        max_examples=count,
        stateful_step_count=LENGTH,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    try:
        run_state_machine_as_test(seeded(seed)(machine), settings=how)
    except Exception as fault:
        engine = ground.engine
        told = as_schedule(f"found_on_{engine}_with_seed_{seed}", machine.last)
        raise Found(f"seed {seed} on {engine}: {type(fault).__name__}: {fault}\n\n{told}") from fault
