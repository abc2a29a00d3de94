"""Schedules of real phones in several browsers: `python -m tests.browser.replica.soak`, part of `make soak`.

FICHERO_REAL_SCHEDULES  how many, 500 by default
FICHERO_SEED            the seed of the first, a random one by default; the next is one more
FICHERO_PROCESSES       how many browsers at once, by default one for two processors

What fails is played again with fewer steps, and printed as lines that run; the others go on, and the exit code is 1.
"""

import os
import secrets
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.replica.rules import explore
from tests.browser.replica.stage import Stage
from tests.machine import chromium
from tests.model.machine import Found

EACH = 10
"""Schedules of one browser and server, before others are started."""

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def play(seeds: list[int]) -> list[str]:
    """What was found by some seeds."""
    found = []
    with tempfile.TemporaryDirectory(prefix="fichero-stage-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        stage = Stage(browser, Path(folder))
        for seed in seeds:
            begun = time.monotonic()
            try:
                explore(stage, seed, shrink=True)
                print(f"seed {seed}: clean, {time.monotonic() - begun:.1f} s", flush=True)
            except Found as fault:
                found.append(str(fault))
                print(fault, flush=True)
        stage.close()
        browser.close()
    return found


def main() -> int:
    """All of them. Returns the exit code."""
    number = int(os.environ.get("FICHERO_REAL_SCHEDULES", "500"))
    first = int(os.environ.get("FICHERO_SEED", secrets.randbelow(2**31)))
    processes = int(os.environ.get("FICHERO_PROCESSES", max(1, (os.cpu_count() or 1) // 2)))
    again = f"FICHERO_SEED={first} FICHERO_REAL_SCHEDULES={number} python -m tests.browser.replica.soak"
    print(f"to see these again: {again}", flush=True)
    seeds = list(range(first, first + number))
    with ProcessPoolExecutor(processes) as pool:
        playing = [pool.submit(play, seeds[at : at + EACH]) for at in range(0, number, EACH)]
        found = [each for done in as_completed(playing) for each in done.result()]
    print(f"{number - len(found)} schedules of real phones clean, {len(found)} with a fault", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
