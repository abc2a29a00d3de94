"""Thousands of schedules in several processes: `python -m tests.model.soak`, part of `make soak`.

FICHERO_SCHEDULES  how many, 5,000 by default, a fifth of them on PostgreSQL
FICHERO_SEED       the first seed, a random one by default; each stands for a hundred schedules, the next is one more
FICHERO_PROCESSES  how many at once, by default one for each processor

Each seed is printed as it ends. What fails is shrunk and printed as a schedule to put into `found_schedules.py`; the
others go on, and the exit code is 1.
"""

import os
import secrets
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.model.ground import Ground
from tests.model.machine import Found, explore
from tests.postgres import Postgres

EACH = 100
"""Schedules of one seed."""

ON_POSTGRESQL = 5
"""One seed of so many runs on PostgreSQL."""


def play(seed: int, count: int) -> str:
    """The schedules of one seed; "" when all is well, else what was found."""
    postgres = Postgres() if seed % ON_POSTGRESQL == 0 else None
    ground = Ground(postgres)
    try:
        explore(ground, seed, count, shrink=True)
    except Found as found:
        return str(found)
    finally:
        ground.close()
        if postgres:
            postgres.close()
    return ""


def main() -> int:
    """All of them. Returns the exit code."""
    count = int(os.environ.get("FICHERO_SCHEDULES", "5000"))
    first = int(os.environ.get("FICHERO_SEED", secrets.randbelow(2**31)))
    processes = int(os.environ.get("FICHERO_PROCESSES", os.cpu_count() or 1))
    seeds = range(first, first + -(-count // EACH))
    print(f"to see these again: FICHERO_SEED={first} FICHERO_SCHEDULES={count} python -m tests.model.soak", flush=True)
    clean = failed = 0
    with ProcessPoolExecutor(processes) as pool:
        playing = {pool.submit(play, seed, min(EACH, count)): seed for seed in seeds}
        for done in as_completed(playing):
            found = done.result()
            clean, failed = clean + (not found) * min(EACH, count), failed + bool(found)
            print(found or f"seed {playing[done]}: clean, {clean} schedules so far", flush=True)
    print(f"{clean} schedules clean, {failed} seeds with a fault", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
