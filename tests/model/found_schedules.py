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


def a_payment_of_an_erased_client_by_who_sees_no_money_is_refused(world: World) -> None:
    """The model let it pass as one of an erased client, which tells who may not see payments what became of one."""
    steps = Steps(world)
    steps.erase(who=0, table="client", which=0)
    steps.grant(sight="money", granted=False)
    steps.mark_paid(who=2, which=0, method="cash")
    steps.quieten()


SCHEDULES: tuple[Schedule, ...] = (
    a_task_that_left_an_erased_client_stays,
    a_payment_of_an_erased_client_by_who_sees_no_money_is_refused,
)
