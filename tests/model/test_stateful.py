"""The real store beside the reference model, under schedules that hypothesis makes up: see `world.py`.

These are the same every time; `make soak` plays thousands of others (`soak.py`). A failure prints its schedule.
"""

from tests.model.ground import Ground
from tests.model.machine import explore
from tests.postgres import Postgres

SCHEDULES = {"sqlite": 100, "postgresql": 25}


def test_store_and_model_agree_under_any_schedule(ground: Ground) -> None:
    """I1 to I11 and I15 hold, and store and model agree, under schedules of every fault."""
    explore(ground, 0, SCHEDULES[ground.engine])


def test_one_seed_is_one_trace_on_either_engine(postgres: Postgres) -> None:
    """Played again, and played on the other engine, a seed's schedules are told the same, word for word."""
    told: list[list[list[str]]] = []
    for engine in (None, None, postgres):
        ground, traces = Ground(engine), []
        explore(ground, 7, 4, ended=lambda world, into=traces: into.append(world.trace))
        told.append(traces)
        ground.close()
    assert told[0] == told[1] == told[2] and min(map(len, told[0])) > 10
