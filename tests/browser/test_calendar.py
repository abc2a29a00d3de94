"""The calendar: bookings made, moved and stretched by mouse, finger and keys, without a network, and seen by others."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from tests.browser.phone import DESKTOP, Phone
from tests.browser.shop import ZONE, Shop

DAY = "2027-05-12"
"""A Wednesday, week 19 of its year."""

TOUCH = {"has_touch": True}


def at(phone: Phone, hour: float, day: str = DAY, column: int = 0) -> tuple[float, float]:
    """Where an hour of a day is on the screen."""
    box = phone.page.locator(f'[data-day="{day}"]').nth(column).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * hour / 24


def scroll_to(phone: Phone, hour: float) -> None:
    """Have an hour at the top of the grid."""
    grid = phone.page.locator("[data-day]").first
    expect(grid).to_be_visible()
    grid.evaluate(
        "(day, hour) => { day.closest('.grid-pane').scrollTop = (day.offsetHeight * hour) / 24; }",
        hour,
    )


def show(phone: Phone, path: str = f"/calendar/{DAY}", hour: float = 8.5) -> None:
    """Open the calendar with an hour at its top."""
    phone.open(path)
    scroll_to(phone, hour)


def booked(phone: Phone, times: str, name: str = "Rosa Inventada") -> Locator:
    """A booking in the calendar by what a screen reader says of it."""
    return phone.page.get_by_role("link", name=re.compile(f"^{times}, {name}"))


def drag(phone: Phone, start: tuple[float, float], *way: tuple[float, float], drop: bool = True) -> None:
    """With the mouse."""
    mouse = phone.page.mouse
    mouse.move(*start)
    mouse.down()
    for point in way:
        mouse.move(*point, steps=4)
    if drop:
        mouse.up()


def finger(cdp: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    """One step of a touch."""
    cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def choose(phone: Phone, name: str = "Rosa Inventada") -> None:
    """Book for a client in the form that the calendar opened."""
    phone.sheet.get_by_role("button", name=re.compile(name)).click()
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)


def said(phone: Phone, text: str) -> None:
    """Wait until the toast says so."""
    expect(phone.page.get_by_role("log").last).to_contain_text(text)


def whens(shop: Shop) -> list[tuple[str, int]]:
    """Start and length of every booking that the server holds."""
    rows = [row.v for row in shop.rows("booking")]
    return sorted((row["when"]["start"], row["when"]["minutes"]) for row in rows if not row.get("deleted"))


def test_made_by_tap_and_by_mouse_without_a_network(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.client()
    phone, office = phones(shop, **TOUCH), phones(shop, viewport=DESKTOP)
    show(phone)
    phone.go_offline()
    phone.page.touchscreen.tap(*at(phone, 10.1))
    choose(phone)
    expect(booked(phone, "10:00–11:00")).to_be_visible()

    show(office)
    office.go_offline()
    drag(office, at(office, 13.05), at(office, 14.4))
    choose(office)
    expect(booked(office, "13:00–14:30")).to_be_visible()

    phone.go_online()
    office.go_online()
    for each in (phone, office):
        expect(booked(each, "10:00–11:00")).to_be_visible()
        expect(booked(each, "13:00–14:30")).to_be_visible()
        each.saved()
    assert whens(shop) == [(f"{DAY}T10:00", 60), (f"{DAY}T13:00", 90)]


def test_dragged_to_another_time_day_and_member(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented")
    booking = shop.booking(shop.client(), f"{DAY}T10:00")
    office = phones(shop, viewport=DESKTOP)
    show(office)
    office.go_offline()
    # Nora's column comes before Olga's.
    drag(office, at(office, 10.5, column=1), at(office, 12.5, column=0))
    said(office, "Moved to Wed 12 May, 12:00, with Nora Invented")
    office.page.get_by_role("navigation", name="View").get_by_role("link", name="Week").click()
    expect(office.page.locator("[data-day]")).to_have_count(7)
    scroll_to(office, 8.5)
    drag(office, at(office, 12.5), at(office, 9.25, "2027-05-14"))
    said(office, "Moved to Fri 14 May, 8:45")
    drag(office, at(office, 9.7, "2027-05-14"), at(office, 10.45, "2027-05-14"))
    expect(booked(office, "8:45–10:30")).to_be_visible()

    office.go_online()
    office.saved()
    row = shop.row("booking", booking)
    assert row and row.v["member"] == nora
    assert row.v["when"] == {"start": "2027-05-14T08:45", "minutes": 105, "zone": ZONE}
    office.button("Undo").click()
    expect(booked(office, "8:45–9:45")).to_be_visible()


def test_picked_up_by_a_long_press(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.booking(shop.client(), f"{DAY}T10:00")
    phone = phones(shop, **TOUCH)
    show(phone)
    phone.go_offline()
    cdp = phone.context.new_cdp_session(phone.page)
    pane = phone.page.locator(".grid-pane")
    ghost = phone.page.locator(".ghost")

    # A flick scrolls and moves nothing.
    before = pane.evaluate("pane => pane.scrollTop")
    pane.evaluate("pane => { pane.settled = new Promise((done) => pane.addEventListener('scrollend', done)); }")
    x, y = at(phone, 10.5)
    finger(cdp, "touchStart", (x, y))
    for step in range(1, 9):
        finger(cdp, "touchMove", (x, y - step * 15))
    finger(cdp, "touchEnd")
    pane.evaluate("pane => pane.settled.then(() => true)")
    assert pane.evaluate("pane => pane.scrollTop") > before + 40
    expect(booked(phone, "10:00–11:00")).to_be_visible()

    scroll_to(phone, 8.5)
    finger(cdp, "touchStart", at(phone, 10.5))
    expect(ghost).to_be_visible()
    top = pane.evaluate("pane => pane.scrollTop")
    finger(cdp, "touchMove", at(phone, 11.5))
    finger(cdp, "touchMove", at(phone, 12.0))
    expect(ghost).to_contain_text("11:30–12:30")
    assert pane.evaluate("pane => pane.scrollTop") == top
    finger(cdp, "touchEnd")
    said(phone, "Moved to Wed 12 May, 11:30")
    expect(booked(phone, "11:30–12:30")).to_be_visible()

    # Pressed without moving, it shows the handle that stretches it.
    finger(cdp, "touchStart", at(phone, 12))
    expect(ghost).to_be_visible()
    finger(cdp, "touchEnd")
    expect(ghost).to_have_count(0)
    finger(cdp, "touchStart", at(phone, 12.5))
    finger(cdp, "touchMove", at(phone, 13.2))
    finger(cdp, "touchEnd")
    expect(booked(phone, "11:30–13:15")).to_be_visible()
    phone.go_online()
    phone.saved()
    assert whens(shop) == [(f"{DAY}T11:30", 105)]


def test_moved_by_keys(phones: Callable[..., Phone], shop: Shop) -> None:
    rosa = shop.client()
    shop.booking(rosa, f"{DAY}T10:00")
    shop.booking(rosa, "2027-05-13T15:00")
    office = phones(shop, viewport=DESKTOP)
    show(office, "/calendar/week/2027-W19")
    keys = office.page.keyboard
    office.go_offline()
    booked(office, "10:00–11:00").focus()
    keys.press("ArrowRight")
    expect(booked(office, "15:00–16:00")).to_be_focused()
    keys.press("ArrowUp")
    expect(booked(office, "10:00–11:00")).to_be_focused()

    keys.down("Alt")
    keys.press("ArrowDown")
    keys.press("ArrowLeft")
    expect(office.page.get_by_text("Tue 11 May, 10:15", exact=True)).to_be_attached()
    keys.up("Alt")
    said(office, "Moved to Tue 11 May, 10:15")
    expect(booked(office, "10:15–11:15")).to_be_focused()
    keys.press("Alt+Shift+ArrowDown")
    expect(booked(office, "10:15–11:30")).to_be_focused()
    keys.down("Alt")
    keys.press("ArrowDown")
    keys.press("Escape")
    keys.up("Alt")
    keys.press("Enter")
    expect(office.page.get_by_role("heading", level=1)).to_contain_text("Full groom")
    office.page.go_back()
    expect(booked(office, "10:15–11:30")).to_be_visible()
    office.go_online()
    office.saved()
    assert whens(shop) == [("2027-05-11T10:15", 75), ("2027-05-13T15:00", 60)]


def test_an_overlap_is_warned_of_and_drawn_in_columns(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.booking(shop.client(), f"{DAY}T10:00")
    shop.booking(shop.client("Ana Ficticia"), f"{DAY}T14:00")
    shop.booking(shop.client("Bruno Ficticio"), f"{DAY}T16:00", "cancelled")
    office = phones(shop, viewport=DESKTOP)
    show(office)
    office.go_offline()
    expect(booked(office, "16:00–17:00", "Bruno Ficticio")).to_have_count(0)
    office.button("1 cancelled").click()
    expect(booked(office, "16:00–17:00", "Bruno Ficticio, Full groom, with Olga Invented, Cancelled")).to_be_visible()

    drag(office, at(office, 14.5), at(office, 12.5), at(office, 11), drop=False)
    expect(office.page.locator(".ghost.clash")).to_contain_text("10:30–11:30")
    office.page.keyboard.press("Escape")
    office.page.mouse.up()
    expect(booked(office, "14:00–15:00", "Ana Ficticia")).to_be_visible()

    drag(office, at(office, 14.5), at(office, 11))
    said(office, "Moved to Wed 12 May, 10:30. Rosa Inventada is already booked at 10:00.")
    ana, rosa = booked(office, "10:30–11:30", "Ana Ficticia"), booked(office, "10:00–11:00")
    expect(ana).to_have_accessible_name(re.compile("Overlaps"))
    left, right = rosa.bounding_box(), ana.bounding_box()
    assert left and right and left["x"] + left["width"] <= right["x"]
    office.button("Undo").click()
    expect(booked(office, "14:00–15:00", "Ana Ficticia")).to_be_visible()


def test_the_night_on_which_the_clocks_go_back(phones: Callable[..., Phone], shop: Shop) -> None:
    night = "2027-10-31"
    shop.booking(shop.client(), f"{night}T01:30", when={"start": f"{night}T01:30", "minutes": 120, "zone": ZONE})
    shop.booking(
        shop.client("Ana Ficticia"), "", when={"start": "2027-10-30T22:30", "minutes": 30, "zone": "America/New_York"}
    )
    office = phones(shop, viewport=DESKTOP)
    show(office, f"/calendar/{night}", 0)
    day = office.page.locator(f'[data-day="{night}"]')
    box, rosa = day.bounding_box(), booked(office, "1:30–2:30").bounding_box()
    assert box and rosa
    hour = box["height"] / 25
    assert rosa["height"] == pytest.approx(2 * hour, abs=3)
    # Half past ten in New York is half past four in Madrid before the night, half past three after it.
    ana = booked(office, "3:30–4:00", "Ana Ficticia").bounding_box()
    assert ana and ana["y"] - box["y"] == pytest.approx(4.5 * hour, abs=3)
    assert office.page.locator(".grid-hours").inner_text().split().count("2:00") == 2


def test_addresses_and_views(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.write("business", shop.id, {"week_start": 7})
    rosa = shop.client()
    shop.booking(rosa, f"{DAY}T10:00")
    phone = phones(shop)
    view = phone.page.get_by_role("navigation", name="View")
    heading = phone.page.get_by_role("heading", level=1)
    for wrong, right in {
        "2027-02-30": "/calendar/2027-02-28",
        "week/2027-W54": "/calendar/week/2027-W52",
        "month/2027-5": "/calendar/month/2027-05",
        f"{DAY}": f"/calendar/{DAY}",
    }.items():
        phone.open(f"/calendar/{wrong}")
        phone.page.wait_for_url(f"**{right}")
    expect(heading).to_have_text("Calendar, Wednesday, 12 May 2027")

    view.get_by_role("link", name="Week").click()
    phone.page.wait_for_url("**/calendar/week/2027-W19")
    expect(phone.page.locator("[data-day]").first).to_have_attribute("data-day", "2027-05-09")
    phone.page.get_by_role("link", name="Next week").click()
    phone.page.wait_for_url("**/calendar/week/2027-W20")
    phone.page.get_by_role("link", name="Previous week").click()
    phone.page.get_by_role("link", name=re.compile("Wednesday 12 May")).click()
    phone.page.wait_for_url(f"**/calendar/{DAY}")
    phone.page.go_back()
    phone.page.wait_for_url("**/calendar/week/2027-W19")

    view.get_by_role("link", name="Month").click()
    phone.page.wait_for_url("**/calendar/month/2027-05")
    agenda = phone.page.get_by_role("list", name="Calendar")
    expect(agenda.get_by_role("listitem")).to_have_count(4)
    expect(agenda).to_contain_text("11 free days")
    expect(agenda.get_by_role("link", name=re.compile("Rosa Inventada"))).to_be_visible()
    phone.open("/calendar")
    phone.page.wait_for_url(re.compile(r"/calendar/month/\d{4}-\d\d$"))
