"""Whether the schedules would notice: each rule is broken on purpose in the real store, and some schedule must fail.

A broken rule is a piece of a function's own text replaced by another; when that text is no longer there the check
fails, so that it is kept up with the code.
"""

import importlib
import inspect
import sys
import textwrap
from dataclasses import dataclass
from typing import Any

import pytest
from peewee import IntegrityError

from tests.model import fault_schedules, schedules, sight_schedules
from tests.model.ground import Ground
from tests.model.schedules import Schedule, play
from tests.model.world import World


@dataclass(frozen=True)
class Mutation:
    """What is broken: in `module`, within `function` (or `Class.method`), `good` becomes `bad`."""

    rule: str
    module: str
    function: str
    good: str
    bad: str
    caught_by: Schedule


MUTATIONS = (
    Mutation(
        "the lesser stamp wins", "merge", "wins",
        "stamp > current", "stamp < current",
        schedules.later_edit_wins_whatever_arrives_first,
    ),
    Mutation(
        "bases do not count for stamps", "merge", "issue",
        "for base in bases if base", "for base in ()",
        schedules.an_edit_beats_what_its_editor_saw,
    ),
    Mutation(
        "stamps may lie in the future", "merge", "issue",
        "min(max(written - skew, 0), now)", "max(written - skew, 0)",
        schedules.a_clock_that_jumps_between_edit_and_push_stays_in_the_past,
    ),
    Mutation(
        "a device's last stamp does not count", "merge", "issue",
        "moment_of(last).after()", "ZERO",
        schedules.the_last_of_a_devices_own_edits_wins,
    ),
    Mutation(
        "wrong clocks are believed", "merge", "skew_of",
        "return 0 if abs(skew) < IGNORED_SKEW else skew", "return 0",
        schedules.a_clock_that_is_ahead_cannot_win_for_ever,
    ),
    Mutation(
        "the server's clock may jump back", "merge", "now_of",
        "max(system, issued)", "system",
        schedules.an_edit_beats_what_its_editor_saw,
    ),
    Mutation(
        "overwritten values make no conflict", "merge", "overwrites_unseen",
        "return foreign", "return False and foreign",
        schedules.later_edit_wins_whatever_arrives_first,
    ),
    Mutation(
        "what the editor saw counts as unseen", "merge", "overwrites_unseen",
        "base != current and ", "",
        schedules.keeping_a_value_resolves_the_conflict,
    ),
    Mutation(
        "equal values make a conflict", "merge", "overwrites_unseen",
        "not same(record.cells[cell], value)", "True",
        schedules.equal_values_are_no_conflict,
    ),
    Mutation(
        "conflicts stay open", "batch", "Batch.resolve_conflicts",
        'conflict.put("resolved", True', 'conflict.put("resolved", None',
        schedules.keeping_a_value_resolves_the_conflict,
    ),
    Mutation(
        "known ops are applied again", "push", "Pushing._apply",
        "if o in batch.known:", "if False:",
        fault_schedules.an_acknowledgement_that_is_lost_repeats_nothing,
    ),
    Mutation(
        "clones pass for repeats", "push", "Pushing.take",
        "return [wire.Fork()]", "continue",
        fault_schedules.two_clones_lose_nothing,
    ),
    Mutation(
        "gaps are passed over", "push", "Pushing.take",
        "elif n > expected:", "elif False:",
        fault_schedules.a_lost_push_is_a_gap,
    ),
    Mutation(
        "an edit does not bring a deleted row back unseen", "merge", "revives_unseen",
        'record.cells.get("deleted") is True', "False",
        schedules.a_newer_edit_brings_an_unseen_delete_back,
    ),
    Mutation(
        "a delete hides unseen edits", "merge", "unseen_edits",
        "foreign(held, lineage)", "False",
        schedules.a_delete_meets_an_older_unseen_edit,
    ),
    Mutation(
        "what is erased is forgotten", "batch", "Batch.load_erased",
        "self.erased |= ", "",
        schedules.what_is_erased_never_returns,
    ),
    Mutation(
        "backups bring the erased back", "backup", "_begin_again",
        '_erase_again(db, entry["business"], entry["erased"], at)', "pass",
        schedules.what_is_erased_never_returns,
    ),
    Mutation(
        "a restore goes unnoticed", "backup", "_begin_again",
        "for business in businesses:", "for business in ():",
        fault_schedules.a_restored_server_is_healed,
    ),
    Mutation(
        "history outlives its row", "erase", "erase",
        'DELETE FROM "history"', 'DELETE FROM "left"',
        schedules.what_is_erased_never_returns,
    ),
    Mutation(
        "payments are edited", "push", "Pushing._apply_op",
        "if table.insert_only and", "if False and",
        schedules.a_payment_is_made_once_and_never_edited,
    ),
    Mutation(
        "changed rows keep their seq", "batch", "Batch.seal",
        "record.seq = self.next_seq()", "record.seq = record.seq or self.next_seq()",
        fault_schedules.frames_come_late_and_twice,
    ),
    Mutation(
        "everybody sees all", "scope", "Scope.sees",
        "return not sight or getattr(self, sight)", "return True",
        sight_schedules.sight_is_taken_and_given,
    ),
    Mutation(
        "a copy outlives the sight it was begun with", "store", "Store.needs_reset",
        "return 0 < cursor", "return False and 0 < cursor",
        sight_schedules.sight_is_taken_and_given,
    ),
    Mutation(
        "what leaves a view is not told", "views", "Crossings._cross",
        "execute_many(batch.db, _LEFT, gone)", "pass",
        sight_schedules.a_card_enters_and_leaves_a_view,
    ),
    Mutation(
        "one refused cell refuses the op", "push", "Pushing._permitted",
        "return cells", "return cells if len(cells) == len(op.v) else {}",
        schedules.a_refused_cell_leaves_the_others,
    ),
    Mutation(
        "a refusal is told once", "push", "Pushing.take",
        "for refused in _again(n, known[o])", "for refused in ()",
        schedules.a_refused_cell_leaves_the_others,
    ),
    Mutation(
        "a later piece forgets what an earlier one refused", "intake", "Intake.push",
        "answer.refused = refused = refused + answer.refused", "refused = answer.refused",
        fault_schedules.a_push_in_pieces_is_refused_as_one,
    ),
)  # fmt: skip


def _break(mutation: Mutation, patch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module(f"sync.{mutation.module}")
    *classes, name = mutation.function.split(".")
    holder: Any = getattr(module, classes[0]) if classes else module
    text = textwrap.dedent(inspect.getsource(getattr(holder, name)))
    assert text.count(mutation.good) == 1, f"{mutation.good!r} is {text.count(mutation.good)} times in:\n{text}"
    whole, made = getattr(holder, name), {}
    exec(compile(text.replace(mutation.good, mutation.bad), inspect.getfile(module), "exec"), vars(module), made)
    importers = [other for key, other in sys.modules.items() if key.startswith("sync.") and not classes]
    for place in (holder, *importers):
        if vars(place).get(name) is whole:
            patch.setattr(place, name, made[name])


@pytest.fixture(scope="module")
def sqlite() -> Any:
    """A broken rule is broken on either engine: one is enough."""
    ground = Ground()
    yield ground
    ground.close()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.rule.replace(" ", "-"))
def test_a_broken_rule_is_noticed(mutation: Mutation, sqlite: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schedule about a rule fails when the rule is broken."""
    _break(mutation, monkeypatch)
    with pytest.raises((AssertionError, KeyError, IntegrityError)):
        play(mutation.caught_by, World(sqlite))
