"""Schedules of real phones: steps drawn by a seed, played on a stage, cut shorter when they fail."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.browser.replica.stage import Stage
from tests.browser.replica.steps import RealSteps
from tests.browser.replica.world import RealWorld
from tests.model.machine import Found
from tests.model.steps import Step, as_schedule

LENGTH = 30
"""Steps of a schedule."""

_some = range(12)
_cards = ["client", "booking", "note", "pet"]
_hours = [ms * 3_600_000 for ms in (-72, -1, 1, 72)]
_jumps = [*_hours, -1_500, 1_500]

DRAWN: dict[str, tuple[int, dict[str, Sequence[Any]]]] = {
    "edit": (10, {"who": _some, "table": [*_cards, "task", "service"], "which": _some, "how": _some}),
    "edit_the_client": (8, {"who": _some, "how": _some}),
    "make": (8, {"who": _some, "table": [*_cards, "task", "label", "merge"], "which": _some}),
    "delete": (4, {"who": _some, "table": [*_cards, "task"], "which": _some}),
    "bring_back": (2, {"who": _some, "table": _cards, "which": _some}),
    "erase": (3, {"who": _some, "table": _cards, "which": _some}),
    "mark_paid": (3, {"who": _some, "which": _some, "method": ["cash", "card"]}),
    "reverse": (2, {"who": _some, "which": _some}),
    "resolve": (2, {"who": _some, "which": _some}),
    "err": (3, {"who": _some, "how": _some}),
    "grant": (3, {"sight": ["money", "contacts", "others"], "granted": [False, False, True]}),
    "push": (8, {"who": _some, "count": [99], "lost": ["", "", "push", "ack"]}),
    "synchronise": (6, {"who": _some}),
    "pull": (4, {"who": _some, "lost": [True, False]}),
    "repeat_push": (3, {"place": range(100)}),
    "repeat_rows": (3, {"place": range(100)}),
    "cut": (5, {"who": _some}),
    "mend": (5, {"who": _some}),
    "delay": (5, {"who": _some, "kind": ["push", "ack", "rows", "welcome", "got", "forked"]}),
    "stall": (2, {"who": _some, "how": _some}),
    "open_tab": (2, {"who": _some}),
    "kill_tab": (3, {"who": _some, "which": _some}),
    "edit_and_die": (3, {"who": _some, "which": _some}),
    "phone_clock_jumps": (2, {"who": _some, "by": _jumps}),
    "server_clock_jumps": (2, {"by": _jumps}),
    "crash": (1, {}),
    "clone": (2, {"who": _some}),
    "sign_in": (1, {"person": ["Olga", "Mark", "Sam"], "ahead": _hours}),
    "sign_in_again": (2, {"who": _some}),
    "evict": (1, {"who": _some}),
    "keep_a_profile": (1, {"who": _some}),
    "roll_a_profile_back": (1, {"which": _some}),
    "backup": (1, {}),
    "restore": (1, {"place": _some}),
}
"""How often each step comes, and what it may be given."""

ALIKE = 20
"""How many letters two faults share that are taken for one."""

ATTEMPTS = 30
"""How often a schedule is played again to make it shorter."""


def plan(seed: int, length: int = LENGTH) -> list[Step]:
    """The steps of a seed; with the odd ones the phones are mostly without a network."""
    dice = Random(seed)
    names = dice.choices(list(DRAWN), [weight for weight, _ in DRAWN.values()], k=length)
    begin: list[Step] = [("begin_offline", {})] if seed % 2 else []
    return begin + [(name, {key: dice.choice(given) for key, given in DRAWN[name][1].items()}) for name in names]


def play(stage: Stage, steps: Sequence[Step]) -> None:
    """One schedule on a fresh business, judged at its end."""
    world = RealWorld(stage)
    try:
        playing = RealSteps(world)
        for name, given in steps:
            playing.play(name, **given)
        world.settle()
    finally:
        world.close()


def shorter(fails: Callable[[Sequence[Step]], bool], steps: list[Step]) -> list[Step]:
    """Fewer of the steps that fail too: halves, quarters, … are left out as long as that is so."""
    left, size = ATTEMPTS, len(steps) // 2
    while size:
        at = 0
        while at < len(steps) and left:
            left -= 1
            fewer = [*steps[:at], *steps[at + size :]]
            if fails(fewer):
                steps = fewer
            else:
                at += size
        size //= 2
    return steps


def explore(stage: Stage, seed: int, length: int = LENGTH, shrink: bool = False) -> None:
    """Play a seed's schedule. Raises Found, whose text is the schedule, with `shrink` a shorter one."""
    steps = plan(seed, length)
    try:
        play(stage, steps)
    except Exception as fault:
        if shrink:
            kind = str(fault)[:ALIKE]

            def fails(fewer: Sequence[Step]) -> bool:
                try:
                    play(stage, fewer)
                except Exception as again:
                    return str(again)[:ALIKE] == kind
                return False

            steps = shorter(fails, steps)
        told = as_schedule(f"found_with_real_phones_by_seed_{seed}", steps)
        raise Found(f"seed {seed}: {type(fault).__name__}: {fault}\n\n{told}") from fault
