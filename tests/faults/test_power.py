"""Power cuts: what was not flushed may be lost, and nothing that was acknowledged is.

`FICHERO_CUTS` says how many cuts each scene gets (`make soak`: thousands), `FICHERO_SEED` where the dice begin.
"""

import os
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Stage
from tests.faults.disk import Kind
from tests.faults.scenes import SCENES

CUTS = int(os.environ.get("FICHERO_CUTS", "4"))
SEED = int(os.environ.get("FICHERO_SEED", "1"))


@pytest.mark.parametrize("name", SCENES)
def test_a_power_cut_at_any_moment_loses_nothing_acknowledged(stage: Stage, name: str, tmp_path: Path) -> None:
    played = stage.play(name, recorded=True)
    assert played.ended and len(played.events) > 10
    told = [at for at, event in enumerate(played.events) if event.kind is Kind.MARK]
    assert len(told) == len(played.said)
    for cut in range(SEED, SEED + CUTS):
        dice = Random(f"{name} {cut}")
        # Half of them right after something was said to be safe.
        upto = dice.choice([dice.randint(1, len(played.events)), dice.choice(told) + 1])
        machine = deepcopy(played.before)
        for event in played.events[:upto]:
            machine.take(event)
        machine.cut(dice, tmp_path / str(cut))
        said = played.said[: sum(event.kind is Kind.MARK for event in played.events[:upto])]
        try:
            stage.check(name, tmp_path / str(cut), said)
        except Exception as failed:
            failed.add_note(f"{name}, cut {cut}: after event {upto} of {len(played.events)}, having said {said}")
            raise
    print(f"{name}: {CUTS} cuts from seed {SEED} over {len(played.events)} events")
