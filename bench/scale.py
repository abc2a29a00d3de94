"""How much a run measures: the sizes of the issue, or small ones that only prove that every bench runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes and repetitions of one run."""

    clients: int
    bookings: int
    entries: int
    """How many clients the larger search looks through."""
    rounds: int
    """How often what takes a second or more is repeated; figures are medians."""
    samples: int
    """How often what takes milliseconds is repeated."""
    seconds: float
    """How long each load on the server lasts."""
    speeds: int
    """At how many of the processor's speeds the app is started: as it is, then slowed down."""
    single: int
    """Devices that push one op at a time."""
    bulk: int
    """Devices that push 500 ops at a time."""
    idle: int
    """Devices that are connected and do nothing."""
    grown: tuple[int, ...]
    """Clients of the businesses that are compared by size, smallest first."""


FULL = Scale(
    clients=10_000,
    bookings=50_000,
    entries=50_000,
    rounds=5,
    samples=200,
    seconds=8,
    speeds=2,
    single=50,
    bulk=8,
    idle=10_000,
    grown=(1_000, 10_000, 100_000),
)
QUICK = Scale(
    clients=60,
    bookings=200,
    entries=300,
    rounds=1,
    samples=5,
    seconds=0.3,
    speeds=1,
    single=4,
    bulk=2,
    idle=10,
    grown=(60, 240),
)
