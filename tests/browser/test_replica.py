"""The replica over a real IndexedDB, under schedules that a seed repeats: I1, I2, I3, I4, I13, I14."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.rooms import bare_page


@pytest.fixture(scope="module")
def rooms(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the schedules."""
    context = browser.new_context()
    yield bare_page(context, tmp_path_factory.mktemp("rooms"))
    context.close()


@pytest.mark.parametrize("seed", range(1, 13))
def test_rows_hold_whatever_comes_twice_late_or_is_cut_short(rooms: Page, seed: int) -> None:
    rooms.evaluate("([seed, steps]) => playRows(seed, steps)", [seed, 40])


@pytest.mark.parametrize("seed", range(1, 13))
def test_edits_keep_their_numbers_whichever_tab_dies(rooms: Page, seed: int) -> None:
    rooms.evaluate("([seed, steps]) => playOutbox(seed, steps)", [seed, 40])


def test_nothing_is_kept_of_an_edit_whose_row_a_new_copy_has_not(rooms: Page) -> None:
    rooms.evaluate("() => playLateAck()")
