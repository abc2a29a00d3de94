"""Faults cost nothing: killed servers and browsers, cut lines, refused storage, nonsense on the wire."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import WebSocket, expect

from tests.browser.acts import add_note, edit, panel, until
from tests.browser.house import House
from tests.browser.phone import Phone
from tests.browser.profile import Profile
from tests.browser.raw import Raw
from tests.browser.shop import Shop, new_id


class Pushes:
    """What a phone's sockets carry of its edits; `on_push` is called while a push is on its way."""

    def __init__(self, phone: Phone):
        self.on_push: Callable[[], None] | None = None
        self.acknowledged = 0
        phone.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str) -> None:
        if self.on_push and json.loads(frame)["type"] == "push":
            strike, self.on_push = self.on_push, None
            strike()

    def _received(self, frame: str) -> None:
        said = json.loads(frame)
        if said["type"] == "ack":
            self.acknowledged = max(self.acknowledged, said["n"])


def test_a_server_killed_in_the_midst_of_a_push_loses_nothing(own_house: House, phones: Callable[..., Phone]) -> None:
    shop = Shop(own_house)
    client = shop.client()
    phone = phones(shop)
    pushes = Pushes(phone)
    phone.open(f"/clients/{client}/notes")
    written = []
    for round_ in range(2):
        phone.saved()
        pushes.on_push = own_house.kill
        for index in range(4):
            written.append(f"Note {round_}.{index}")
            add_note(phone, written[-1])
        expect(phone.sync).to_contain_text("Offline")
        own_house.start()
        device = next(each for each in shop.devices() if each.id != shop.device)
        assert device.n >= pushes.acknowledged
    expect(phone.sync).to_have_text("Saved", timeout=60_000)
    assert sorted(row.v["body"] for row in shop.rows("note")) == sorted(written)
    other = phones(shop)
    other.open(f"/clients/{client}/notes")
    expect(panel(other).get_by_text(re.compile("^Note [0-9]"))).to_have_count(len(written))


def test_a_server_that_stood_still_in_the_midst_of_a_push_takes_each_edit_once(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    client = shop.client()
    phone = phones(shop)
    pushes = Pushes(phone)
    phone.page.clock.install()
    phone.open(f"/clients/{client}/notes")
    phone.saved()
    pushes.on_push = shop.house.serving.pause
    written = [f"Note {number}" for number in range(3)]
    try:
        for text in written:
            add_note(phone, text)
        with phone.page.expect_event("websocket"):
            # Longer than the watchdog waits: what was pushed is pushed once more, to the same deaf ears.
            phone.page.clock.run_for(36_000)
    finally:
        shop.house.serving.go_on()
    expect(phone.sync).to_have_text("Saved", timeout=60_000)
    assert sorted(row.v["body"] for row in shop.rows("note")) == written
    device = next(each for each in shop.devices() if each.id != shop.device)
    assert shop.numbers(device.id) == [1, 2, 3]


def test_a_line_that_is_cut_without_a_word_comes_back_by_itself(phones: Callable[..., Phone], shop: Shop) -> None:
    client = shop.client()
    phone, other = phones(shop), phones(shop)
    for each in (phone, other):
        each.open(f"/clients/{client}/info")
    phone.line.cut()
    edit(phone, "Company", "Invented Kennels")
    expect(phone.sync).to_have_text("Offline, 1 waiting")
    phone.line.mend()
    expect(phone.sync).to_have_text("Saved", timeout=60_000)
    expect(other.field("Company")).to_have_value("Invented Kennels")


def test_an_edit_that_the_phone_cannot_keep_is_told_and_not_shown(
    profiles: Callable[[House], Profile], shop: Shop
) -> None:
    client = shop.client(company="Invented Kennels")
    profile = profiles(shop.house)
    phone = profile.start()
    phone.join(shop.link())
    profile.quit()
    phone = profile.start()
    phone.allow_storage(1)
    phone.open(f"/clients/{client}/info")
    expect(phone.field("Company")).to_have_value("Invented Kennels")
    phone.field("Company").fill("A name that finds no room")
    phone.field("Company").blur()
    expect(phone.page.get_by_role("log")).to_contain_text("Not saved")
    expect(phone.page.get_by_role("alert")).to_contain_text("no room")
    expect(phone.field("Company")).to_have_value("Invented Kennels")
    phone.allow_storage(None)
    edit(phone, "Company", "A name that is kept")
    phone.saved()
    expect(phone.page.get_by_role("alert")).to_have_count(0)
    assert shop.row("client", client).v["company"] == "A name that is kept"
    assert not phone.faults


def test_nonsense_on_the_wire_gets_its_code_and_the_rest_lands(phones: Callable[..., Phone], shop: Shop) -> None:
    client = shop.client()
    phone = phones(shop)
    phone.open(f"/clients/{client}/info")
    expect(phone.field("Company")).to_be_visible()
    with Raw(shop) as raw:
        assert raw.ask("{not json")["code"] == "bad-message"
        assert raw.ask('{"type":"dance"}')["code"] == "bad-message"
        assert raw.ask('{"type":"got","cursor":0,"extra":1}')["code"] == "bad-message"
        assert raw.ask('{"type":"got"}')["code"] == "bad-message"
        ops = [
            shop.op("horoscope", new_id(), {"sign": "Leo"}),
            shop.op("client", client, {"shoe_size": 42}),
            shop.op("note", new_id(), {"body": "long " * 60_000}),
            shop.op("client", client, {"company": "Invented Kennels", "birth_date": "soon"}),
        ]
        said = raw.push(ops)
        assert said["n"] == shop.n
        refused = {(each["n"], each.get("cell")): each["code"] for each in said["refused"]}
        last = shop.n
        assert refused.pop((last, "birth_date")) == "bad-value"
        assert sorted(refused.values()) == ["too-large", "unknown", "unknown"]
    with Raw(shop) as raw:
        said = raw.ask('{"type":"push","pad":"' + "x" * 2**20 + '"}')
        assert said is None or said["code"] == "too-large"
    expect(phone.field("Company")).to_have_value("Invented Kennels")
    until(phone, lambda: shop.house.serving.process.poll() is None, "the server lives")
    assert shop.house.serving.ask("GET", "/readyz").status == 200
