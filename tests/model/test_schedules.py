"""The schedules written by hand, on the real store of both engines beside the reference model."""

import pytest

from tests.model import fault_schedules, found_schedules, schedules, sight_schedules
from tests.model.ground import Ground
from tests.model.schedules import Schedule, play
from tests.model.world import World

ALL = schedules.SCHEDULES + fault_schedules.SCHEDULES + sight_schedules.SCHEDULES + found_schedules.SCHEDULES


@pytest.mark.parametrize("schedule", ALL, ids=lambda schedule: schedule.__name__)
def test_store_and_model_agree(ground: Ground, schedule: Schedule) -> None:
    """Store and model agree at every step, and every invariant holds at the end."""
    play(schedule, World(ground))
