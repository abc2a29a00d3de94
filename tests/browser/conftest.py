"""What the browser tests share: one house with one server, a fresh business for each test, and phones."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.house import House
from tests.browser.line import Line
from tests.browser.phone import SETTINGS, Phone
from tests.browser.profile import Profile
from tests.browser.shop import Shop

PATIENCE = 15_000
"""Milliseconds that anything on a screen may take on a busy machine before a test fails."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The server that tests share who do not harm it."""
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


@pytest.fixture
def shop(house: House) -> Shop:
    """A fresh business on the shared server."""
    return Shop(house)


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """A server of the test's own, to kill and restore."""
    made = House(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def phones(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Makes phones of a shop, signed in as its owner unless `member` or `link` says otherwise.

    A test fails when a page of any of them logged an error or threw.
    """
    made: list[Phone] = []

    def make(
        shop: Shop | House, *, member: str = "", link: str | None = None, line: Line | None = None, **settings: Any
    ) -> Phone:
        line = line or Line()
        context = browser.new_context(**(SETTINGS | {"proxy": {"server": line.address}} | settings))
        context.set_default_timeout(PATIENCE)
        house = shop.house if isinstance(shop, Shop) else shop
        phone = Phone(context, house.address, line)
        made.append(phone)
        if link is None and isinstance(shop, Shop):
            link = shop.link(member)
        if link:
            phone.join(link)
        return phone

    yield make
    for phone in made:
        phone.close()
    faults = [fault for phone in made for fault in phone.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def profiles(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[House], Profile]]:
    """Makes browsers that can be killed."""
    made: list[Profile] = []

    def make(house: House) -> Profile:
        made.append(Profile(playwright, tmp_path / f"profile{len(made)}", house.address))
        return made[-1]

    yield make
    for profile in made:
        profile.close()
