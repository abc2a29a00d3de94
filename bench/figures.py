"""What a bench says: figures, each with its floor and its aim, and the few statistics that they are made of."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """What a figure should reach: `sign` is ≤ or ≥; of the ratio to the floor when `ratio`, else of the value."""

    sign: str
    limit: float
    ratio: bool = False


@dataclass(frozen=True)
class Figure:
    """One measurement. `floor` has the same unit; `note` says what else a reader must know."""

    what: str
    value: float
    unit: str
    floor: float | None = None
    aim: Aim | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value in floors."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        if self.aim is None:
            return None
        measured = self.ratio if self.aim.ratio else self.value
        if measured is None:
            return False
        return measured <= self.aim.limit if self.aim.sign == "≤" else measured >= self.aim.limit


@dataclass(frozen=True)
class Unmeasured:
    """A figure that this machine cannot give, and why."""

    what: str
    why: str


def at_most(limit: float) -> Aim:
    """The value may be so much."""
    return Aim("≤", limit)


def floors(limit: float) -> Aim:
    """The value may be so many floors."""
    return Aim("≤", limit, True)


def at_least_floors(limit: float) -> Aim:
    """The value must be so many floors."""
    return Aim("≥", limit, True)


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def quantile(values: Sequence[float], part: float) -> float:
    """The smallest value that `part` of all do not exceed: 0.95 for p95."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(part * 1000) * len(ordered) // 1000) - 1))]
