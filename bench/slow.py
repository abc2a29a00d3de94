"""A disk whose flush takes 4 ms: what `slow_sync.c` does to the processes that are started with this environment."""

import subprocess
from pathlib import Path

from bench.ground import Ground
from tests.machine import compiler

MS = 4


def slow_disk(ground: Ground) -> dict[str, str] | None:
    """The environment of a process with slow flushes; None without a C compiler."""
    with_what = compiler()
    if with_what is None:
        return None
    made = ground.fresh("slow") / "slow_sync.so"
    source = Path(__file__).with_name("slow_sync.c")
    subprocess.run([with_what, "-shared", "-fPIC", "-O2", "-o", made, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(made), "FSYNC_MS": str(MS)}
