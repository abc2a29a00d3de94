"""`kill -9` of the whole browser, its profile on disk: what it said is kept is there when it is started again.

It is killed at each step of an edit's way from the phone to the server and back, and in the midst of a copy. The suite
kills it once, when an edit was kept without a network, and once at a step; FICHERO_KILLS (`make soak`) says how often
at every step, FICHERO_SEED where the dice begin.
"""

import contextlib
import json
import os
from collections.abc import Callable
from random import Random
from time import sleep

import pytest
from playwright.sync_api import Error, Request, WebSocket, expect

from tests.browser.acts import edit, until
from tests.browser.house import House
from tests.browser.phone import Phone
from tests.browser.profile import Profile
from tests.browser.shop import Shop

FIELDS = {"Company": "company", "Position": "position", "Tax ID": "tax_id", "Emergency contact": "emergency"}
STEPS = ["kept", "push", "ack", "rows", "copy"]
KILLS = int(os.environ.get("FICHERO_KILLS", "0"))
SEED = int(os.environ.get("FICHERO_SEED", "1"))
SCHEDULES = [(step, seed) for seed in range(SEED, SEED + KILLS) for step in STEPS] or [("kept", 1), ("ack", 1)]


class Strike:
    """Kills a browser at a step, once: when a message of that type passes, or a copy is asked for."""

    def __init__(self, profile: Profile, phone: Phone, step: str, dice: Random):
        self._profile, self._step, self._dice = profile, step, dice
        self.struck = False
        phone.page.on("websocket", self._listen)
        phone.page.on("request", self._asked)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._heard)
        socket.on("framereceived", self._heard)

    def _heard(self, frame: str) -> None:
        if json.loads(frame)["type"] == self._step:
            self.now()

    def _asked(self, request: Request) -> None:
        if self._step == "copy" and "/sync/snapshot" in request.url:
            self.now()

    def now(self) -> None:
        """Kill it, as soon as the dice say."""
        if not self.struck:
            self.struck = True
            sleep(self._dice.choice([0, 0, 0.005, 0.02, 0.1]))
            self._profile.kill()


@pytest.mark.parametrize(("step", "seed"), SCHEDULES)
def test_a_browser_killed_at_any_step_has_what_it_said_is_kept(
    profiles: Callable[[House], Profile], shop: Shop, step: str, seed: int
) -> None:
    client = shop.client()
    profile = profiles(shop.house)
    phone = profile.start()
    phone.join(shop.link())
    phone.installed()
    if step == "copy":
        phone.evict()
    # The cookie is written down late: it is not what this is about.
    profile.quit()

    phone, kept = profile.start(), {}
    strike = Strike(profile, phone, step, Random(f"{step} {seed}"))
    if step == "kept":
        phone.line.cut()
    with contextlib.suppress(Error, AssertionError):
        phone.open(f"/clients/{client}/info")
        for number, label in enumerate(FIELDS):
            edit(phone, label, f"Invented {number}")
            kept[label] = f"Invented {number}"
        if step == "kept":
            strike.now()
    until_struck(phone, strike)

    phone = profile.start()
    if step != "copy":
        phone.line.cut()
    phone.open(f"/clients/{client}/info")
    for label, text in kept.items():
        expect(phone.field(label)).to_have_value(text)
    if step == "kept":
        expect(phone.sync).to_have_text(f"Offline, {len(FIELDS)} waiting")
    phone.line.mend()
    edit(phone, "Company", "Written afterwards")
    expect(phone.sync).to_have_text("Saved", timeout=60_000)
    held, kept = shop.row("client", client).v, kept | {"Company": "Written afterwards"}
    assert {label: held[FIELDS[label]] for label in kept} == kept
    numbers = [n for each in shop.devices() if each.id != shop.device for n in shop.numbers(each.id)]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) <= len(FIELDS) + 1


def until_struck(phone: Phone, strike: Strike) -> None:
    """Wait for the kill, where all was typed before it came."""
    with contextlib.suppress(Error):
        until(phone, lambda: strike.struck, "the browser is killed")
    assert strike.struck
