"""`kill -9` at every step: whatever was said to be safe is there, and doing it once more makes it whole.

A step is every call that changes a file (`disk.c`), so nothing lies between two of them that a kill could find. The
suite kills at a sample, drawn anew for each scene; `FICHERO_STEPS=all` (`make soak`) at all of them, and in the
middle of each write too.
"""

import os
from random import Random

import pytest

from tests.faults.conftest import Stage
from tests.faults.scenes import SCENES

SAMPLE = os.environ.get("FICHERO_STEPS", "4")


@pytest.mark.parametrize("name", SCENES)
def test_killed_at_any_step_it_starts_again_whole(stage: Stage, name: str) -> None:
    full = stage.play(name)
    assert full.ended
    stage.check(name, full.folder, full.said)
    every = [(step, torn) for step in range(1, full.steps + 1) for torn in (0, 1)]
    seed = os.environ.get("FICHERO_SEED", "1")
    sample = every if SAMPLE == "all" else Random(f"{name} {seed}").sample(every, min(int(SAMPLE), len(every)))
    for step, torn in sample:
        cut = stage.play(name, die_at=step, torn=torn)
        if cut.ended:
            # How many steps there are depends on the moment: a thread may have come to its own, or not.
            assert cut.steps < step
        try:
            stage.check(name, cut.folder, cut.said)
        except Exception as failed:
            failed.add_note(f"{name}, killed at step {step} of {full.steps}{' half done' if torn else ''}")
            raise
    print(f"{name}: killed at {len(sample)} of {full.steps} steps")
