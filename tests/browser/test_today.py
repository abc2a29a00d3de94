"""Today in aeroplane mode: a stop from the road to the next booking, by tap and by swipe, and the days around it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.phone import Phone
from tests.browser.shop import ZONE, Shop, day, euros, new_id

WAITING = re.compile(r"Offline, \d+ waiting")


@pytest.fixture
def rosa(shop: Shop) -> str:
    """A client with a phone, a gate, a nervous dog and a language of her own."""
    place = {"kind": "home", "street": "Calle Inventada 1", "city": "Madrid", "note": "Gate 4711"}
    cells = {"phones.k1": {"kind": "mobile", "value": "+34 600 000 001"}, "addresses.a1": place}
    client = shop.client("Rosa Inventada", language="español", **cells)
    shop.put("note", client=client, kind="general", body="Bites when afraid", visibility="private", pinned=True)
    return client


@pytest.fixture
def ana(shop: Shop) -> str:
    """A client with an address."""
    return shop.client("Ana Ficticia", **{"addresses.a1": {"kind": "home", "street": "Calle Falsa 2"}})


def row(phone: Phone, name: str) -> Locator:
    """The stop of a client."""
    return phone.page.get_by_role("main").get_by_role("listitem").filter(has_text=name)


def press(phone: Phone, name: str, within: Locator) -> None:
    """Press a button by its key: two taps at one place within a moment count as one."""
    phone.button(name, within).press("Enter")


def said(phone: Phone, text: str) -> None:
    """Wait until the phone said so."""
    expect(phone.page.get_by_role("log").filter(has_text=text).first).to_be_visible()


def test_a_day_is_worked_through_without_signal_from_a_cold_start(
    phones: Callable[..., Phone], shop: Shop, rosa: str, ana: str
) -> None:
    pet = shop.put("pet", client=rosa, name="Luna", codes__bites=True)
    first = shop.booking(rosa, f"{day()}T08:00", "requested", **{f"pets.{pet}": True})
    second = shop.booking(ana, f"{day()}T11:00")
    phone = phones(shop)
    phone.installed()
    phone.go_offline()
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.open("/today")
    stop = row(phone, "Rosa Inventada")
    for told in ("8:00", "Luna", "Bites", "Bites when afraid", "Calle Inventada 1", "Gate 4711", "€45.00"):
        expect(stop).to_contain_text(told)
    expect(stop.get_by_role("link", name="Calle Inventada 1")).to_have_attribute(
        "href", re.compile("Calle%20Inventada")
    )
    route = phone.page.get_by_role("link", name="Whole route").get_attribute("href") or ""
    asked = parse_qs(urlsplit(route).query)
    assert (asked["waypoints"], asked["destination"]) == (["Calle Inventada 1, Madrid"], ["Calle Falsa 2"])

    # No app here takes messages, and Chromium, asking for one, loses the keys that are pressed meanwhile.
    phone.page.evaluate("""addEventListener("click", (event) => {
        if (event.target.closest("a")?.protocol === "sms:") event.preventDefault();
    })""")
    press(phone, "Confirm", stop)
    press(phone, "On my way", stop)
    link = phone.sheet.get_by_role("link", name=re.compile("WhatsApp")).get_attribute("href") or ""
    assert link.startswith("https://wa.me/34600000001?text=Hola,%20Rosa".replace(",", "%2C")), unquote(link)
    phone.field("Message", phone.sheet).fill("Ya llego")
    sms = phone.sheet.get_by_role("link", name=re.compile("SMS"))
    expect(sms).to_have_attribute("href", "sms:+34600000001?&body=Ya%20llego")
    sms.click()
    press(phone, "Start", stop)
    expect(stop).to_contain_text("Under way since")
    press(phone, "Done", stop)
    press(phone, "Take payment", stop)
    expect(phone.sheet.get_by_role("textbox", name=re.compile("Amount"))).to_have_value("45.00")
    phone.sheet.get_by_role("button", name="Take payment").click()
    again = stop.get_by_role("button", name=re.compile(r"Book next · in \d+ \w+"))
    expect(again).to_be_visible()
    again.press("Enter")
    expect(phone.button("Book", phone.sheet)).to_be_visible()
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)

    other = row(phone, "Ana Ficticia")
    expect(phone.button("Start", other)).to_be_visible()
    phone.button("Actions for Ana Ficticia").click()
    press(phone, "Did not come", other)
    said(phone, "Did not come: Ana Ficticia")
    phone.button("Undo").last.click()
    press(phone, "Did not come", other)
    expect(phone.page.get_by_role("main")).to_contain_text("€45.00 taken today")
    expect(phone.sync).to_have_text(WAITING)

    phone.go_online()
    phone.saved()
    office = phones(shop)
    office.open("/today")
    expect(row(office, "Ana Ficticia")).to_contain_text("Did not come")
    expect(row(office, "Rosa Inventada")).to_contain_text("paid")
    done = shop.row("booking", first)
    assert done and done.v["status"] == "completed" and done.v["started"] > 1_700_000_000_000
    missed = shop.row("booking", second)
    assert missed and missed.v["status"] == "no_show"
    (payment,) = shop.rows("payment")
    assert (payment.v["booking"], payment.v["money"]) == (first, euros(45))
    (again,) = [each for each in shop.rows("booking") if each.i not in (first, second)]
    assert (again.v["client"], again.v["service"], again.v[f"pets.{pet}"]) == (rosa, shop.service, True)
    assert again.v["when"]["start"] >= f"{day(35)}"


def test_a_swipe_acts_and_a_scroll_does_not(phones: Callable[..., Phone], shop: Shop, rosa: str, ana: str) -> None:
    shop.booking(ana, f"{day()}T08:00")
    booking = shop.booking(rosa, f"{day()}T09:30", modality="ours")
    phone = phones(shop, has_touch=True)
    phone.go_offline()
    stop = row(phone, "Rosa Inventada")
    expect(stop).to_be_visible()
    expect(phone.button("Start", row(phone, "Ana Ficticia"))).to_be_visible()
    touch = phone.context.new_cdp_session(phone.page)

    def drag(across: int, down: int) -> None:
        box = stop.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + 20
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 9):
            point = {"x": x + across * step / 8, "y": y + down * step / 8}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    drag(130, -160)
    drag(40, 0)
    expect(stop).not_to_contain_text("Under way")
    drag(130, 0)
    expect(stop).to_contain_text("Under way since")
    drag(-130, 0)
    expect(phone.button("Did not come", stop)).to_be_visible()
    phone.go_online()
    phone.saved()
    started = shop.row("booking", booking)
    assert started and started.v["started"]


def test_days_around_today(phones: Callable[..., Phone], shop: Shop, rosa: str, ana: str) -> None:
    shop.booking(rosa, f"{day(-1)}T10:00", "completed")
    shop.booking(ana, f"{day(2)}T09:30")
    shop.booking(rosa, f"{day(2)}T12:00", modality="online")
    shop.booking(new_id(), f"{day(3)}T10:00")
    phone = phones(shop)
    phone.go_offline()
    main = phone.page.get_by_role("main")
    main.get_by_role("link", name=re.compile(r"Next stop: .*9:30, Ana Ficticia")).click()
    expect(row(phone, "Rosa Inventada")).to_contain_text("Online")
    expect(main).to_contain_text("2 left, last at 12:00")
    expect(phone.button("Start")).to_have_count(0)
    main.get_by_role("link", name="Next day").click()
    expect(row(phone, "Client not on this phone")).to_contain_text("10:00")
    phone.open("/today")
    main.get_by_role("link", name="Previous day").click()
    expect(main).to_contain_text("€45.00 not paid")
    press(phone, "Take payment", row(phone, "Rosa Inventada"))
    press(phone, "Take payment", phone.sheet)
    expect(main).to_contain_text("€45.00 taken")
    expect(main).not_to_contain_text("not paid")


def test_a_new_day_begins_at_the_midnight_of_the_business(
    phones: Callable[..., Phone], shop: Shop, rosa: str, ana: str
) -> None:
    """The phone is elsewhere: its own midnight does not count."""
    shop.booking(rosa, f"{day()}T22:00")
    shop.booking(ana, f"{day(1)}T08:00")
    phone = phones(shop, timezone_id="America/Santiago")
    phone.installed()
    phone.go_offline()
    midnight = datetime.combine(day(1), datetime.min.time(), ZoneInfo(ZONE))
    phone.page.clock.install(time=midnight - timedelta(seconds=90))
    phone.open("/today")
    expect(row(phone, "Rosa Inventada")).to_be_visible()
    phone.page.clock.fast_forward(120_000)
    expect(row(phone, "Ana Ficticia")).to_be_visible()
    expect(row(phone, "Rosa Inventada")).to_have_count(0)
