"""Bad lines under a real phone: it comes on, its outbox drains, and nothing is there twice.

The suite has one line that is bad in every way, but not for long. With FICHERO_STEPS=all (`make soak`) the app itself
comes over each of the lines that the phone is promised to cope with, and so does a first copy of some size.
"""

import os
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.acts import add_note, edit, panel
from tests.browser.phone import Phone
from tests.browser.shop import Shop, new_id
from tests.browser.slowline import SlowLine, Weather

WATCHDOG_MS = 36_000
"""More than a phone waits for an acknowledgement, and the pause in which it looks."""

SHORT = {"bad in every way": Weather(latency=0.05, bits=56_000, loss=0.1, cut_after=4_000)}
LONG = {
    "late": Weather(latency=2),
    "narrow": Weather(bits=56_000),
    "lossy": Weather(latency=0.1, loss=0.03),
    "cut": Weather(bits=100_000, lives=30),
    "all of it": Weather(latency=2, bits=56_000, loss=0.03, lives=30),
}
AT_LENGTH = os.environ.get("FICHERO_STEPS") == "all"
WEATHERS = SHORT | LONG if AT_LENGTH else SHORT
PATIENCE_MS = 600_000 if AT_LENGTH else 60_000


def write_and_hear(phone: Phone, shop: Shop, client: str, rounds: int) -> None:
    """Notes are written on the phone while the office edits the client: all of it arrives, once."""
    written = [f"Note {number}" for number in range(rounds)]
    for number, text in enumerate(written):
        add_note(phone, text)
        shop.write("client", client, {"company": f"Invented Kennels {number}"})
    expect(phone.sync).to_have_text("Saved", timeout=PATIENCE_MS)
    phone.tab("Info")
    expect(phone.field("Company")).to_have_value(f"Invented Kennels {rounds - 1}", timeout=PATIENCE_MS)
    assert sorted(row.v["body"] for row in shop.rows("note") if row.v["body"].startswith("Note")) == sorted(written)
    device = next(each for each in shop.devices() if each.id != shop.device)
    assert shop.numbers(device.id) == list(range(1, rounds + 1))


@pytest.mark.parametrize("kind", WEATHERS)
def test_on_a_bad_line_everything_arrives_and_nothing_twice(
    phones: Callable[..., Phone], shop: Shop, kind: str
) -> None:
    client, line = shop.client(), SlowLine()
    phone = phones(shop, line=line)
    phone.open(f"/clients/{client}/notes")
    expect(phone.button("Add note")).to_be_visible()
    line.weather = WEATHERS[kind]
    write_and_hear(phone, shop, client, rounds=12 if AT_LENGTH else 3)
    assert line.cuts or not WEATHERS[kind].cut_after


def test_an_edit_on_a_half_open_line_is_sent_over_another_once_the_watchdog_has_noticed(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    client, line = shop.client(), SlowLine()
    phone = phones(shop, line=line)
    phone.page.clock.install()
    phone.open(f"/clients/{client}/info")
    expect(phone.field("Company")).to_be_visible()
    phone.saved()
    line.freeze()
    with phone.page.expect_event("websocket"):
        edit(phone, "Company", "Invented Kennels")
        phone.page.clock.run_for(WATCHDOG_MS)
    expect(phone.sync).to_have_text("Saved", timeout=PATIENCE_MS)
    assert shop.row("client", client).v["company"] == "Invented Kennels"


if AT_LENGTH:

    @pytest.mark.parametrize("kind", LONG)
    def test_an_app_that_comes_over_a_bad_line_has_its_first_copy(
        phones: Callable[..., Phone], shop: Shop, kind: str
    ) -> None:
        """The copy takes longer than a proxy lets a connection live."""
        large, client = shop.client("Busy Invented"), shop.client()
        for _ in range(4):
            notes = [{"client": large, "kind": "general", "body": secrets.token_hex(150)} for _ in range(400)]
            shop.push([shop.op("note", new_id(), cells) for cells in notes])
        shop.put("note", client=client, kind="general", body="Written last")
        phone = phones(shop, line=SlowLine(LONG[kind]), link="")
        phone.page.goto(shop.link(), timeout=PATIENCE_MS)
        expect(phone.page.get_by_role("navigation", name="Main")).to_be_visible(timeout=PATIENCE_MS)
        expect(phone.sync).to_have_text("Saved", timeout=PATIENCE_MS)
        phone.page.goto(f"{phone.address}/clients/{client}/notes", timeout=PATIENCE_MS)
        expect(panel(phone)).to_contain_text("Written last", timeout=PATIENCE_MS)
