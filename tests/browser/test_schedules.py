"""The real replica in Chromium beside the reference model, under schedules of every fault: see `replica/world.py`.

A few seeds here, more in `make soak`. A seed tells the steps and the ids of rows; it does not tell the names of ops,
nor when between two steps a message, a timer or a transaction of the browser comes.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.replica.rules import explore, play
from tests.browser.replica.stage import Stage


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A server that writes down what it takes, and a browser."""
    made = Stage(browser, tmp_path_factory.mktemp("stage"))
    yield made
    made.close()


@pytest.mark.parametrize("seed", range(1, 4))
def test_real_phones_and_model_agree_under_any_schedule(stage: Stage, seed: int) -> None:
    explore(stage, seed, length=20)


def test_a_phone_that_lost_its_storage_without_a_network_goes_on_by_itself(stage: Stage) -> None:
    play(stage, [("begin_offline", {}), ("evict", {"who": 2})])
