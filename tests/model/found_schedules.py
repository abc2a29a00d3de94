"""Schedules that hypothesis found, each the shortest that showed a fault, as `steps.as_schedule` printed it."""

from tests.model.schedules import Schedule

SCHEDULES: tuple[Schedule, ...] = ()
