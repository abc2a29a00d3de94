"""Chromium as a phone has it: a profile on disk, and no relay in between."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, sync_playwright

from bench.ground import Ground, House
from tests.browser.phone import SETTINGS
from tests.browser.profile import FLAGS
from tests.machine import chromium

PATIENCE = 120_000
"""Milliseconds that anything may take before a bench gives up."""

SAVED = "[role=status].sync.saved"
"""The status when this phone holds what the server has."""


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A page of a Chromium of its own on this profile."""
    flags = [flag for flag in FLAGS if not flag.startswith("--headless")]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium(), args=flags, **SETTINGS
        )
        context.set_default_timeout(PATIENCE)
        try:
            yield context.pages[0]
        finally:
            context.close()


def signed_in(ground: Ground, house: House) -> Path:
    """A profile that holds the whole business and starts without a network."""
    profile = ground.fresh("profile")
    with browser(profile) as page:
        page.goto(house.link())
        page.wait_for_selector(SAVED)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        # What idle time is used for is done before anything is measured.
        page.evaluate("new Promise((done) => requestIdleCallback(done))")
    return profile


class Phone(NamedTuple):
    """A profile that holds the whole business, the address it was served at, and a client's name to look for."""

    profile: Path
    address: str
    name: str


_phones: WeakKeyDictionary[Ground, Phone] = WeakKeyDictionary()


def phone(ground: Ground) -> Phone:
    """A copy of a phone that was signed in once for all benches; its server is gone."""
    if ground not in _phones:
        with ground.server() as house:
            (client,) = house.rows("client", 1)
            _phones[ground] = Phone(signed_in(ground, house), house.address, client.cells["name"])
    made = _phones[ground]
    copy = ground.fresh("profile")
    shutil.copytree(made.profile, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("Singleton*"))
    return made._replace(profile=copy)
