"""Schedules that hypothesis found, each the shortest that showed a fault, as `steps.as_schedule` printed it."""

from tests.model.schedules import Schedule
from tests.model.steps import Steps
from tests.model.world import World


def a_task_that_left_an_erased_client_stays(world: World) -> None:
    """The phone took an old edit of the task for where it hangs, and dropped it with its former client."""
    steps = Steps(world)
    steps.make(who=0, table="client", which=0)
    steps.edit(who=0, table="task", which=0, how=0)
    steps.erase(who=0, table="client", which=0)


SCHEDULES: tuple[Schedule, ...] = (a_task_that_left_an_erased_client_stays,)
