"""Booking, from a client, the calendar and a search, in as few taps as promised; mostly in aeroplane mode."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.acts import panel
from tests.browser.phone import Phone
from tests.browser.shop import ZONE, Shop, day, euros

EVERY_DAY = {str(weekday): [["00:00", "24:00"]] for weekday in range(1, 8)}
"""Hours in which a test may book at whatever time it runs."""

_COUNTING = """() => {
  if (!("taps" in globalThis)) addEventListener("pointerup", () => { globalThis.taps += 1; }, true);
  globalThis.taps = 0;
}"""


def count_taps(phone: Phone) -> Callable[[], int]:
    """Begin to count what a thumb does in this page."""
    phone.page.evaluate(_COUNTING)
    return lambda: phone.page.evaluate("taps")


def free_times(phone: Phone) -> Locator:
    """The free times that the form offers."""
    return phone.sheet.get_by_role("group", name="Next free times").get_by_role("radio")


def chosen(phone: Phone, group: str) -> Locator:
    """What is chosen in a group of the form."""
    return phone.sheet.get_by_role("group", name=group).locator(":checked")


@pytest.fixture
def known(shop: Shop) -> str:
    """Rosa, who comes with Luna to Nora for a bath of an hour and a half."""
    nora = shop.member("Nora Invented")
    shop.write("business", shop.id, {"hours": EVERY_DAY})
    bath = shop.put("service", name="Bath", minutes=30, price=euros(20), buffer=15)
    rosa = shop.client("Rosa Inventada", addresses__a1={"kind": "home", "street": "Calle Inventada 1"})
    luna = shop.put("pet", client=rosa, name="Luna", species="dog")
    shop.put("pet", client=rosa, name="Toby", species="dog")
    when = {"start": f"{day(-20)}T10:00", "minutes": 90, "zone": ZONE}
    cells = {"service": bath, "member": nora, "when": when, "price": euros(33), f"pets.{luna}": True}
    shop.booking(rosa, f"{day(-20)}T10:00", "completed", **cells)
    shop.bath, shop.nora, shop.luna = bath, nora, luna  # type: ignore[attr-defined]
    return rosa


def test_from_the_card_in_three_taps_as_last_time_and_undone(
    phones: Callable[..., Phone], shop: Shop, known: str
) -> None:
    phone = phones(shop)
    phone.open(f"/clients/{known}")
    expect(phone.button("Book").first).to_be_visible()
    phone.go_offline()
    taps = count_taps(phone)
    phone.button("Book").first.click()
    expect(chosen(phone, "Next free times")).to_have_count(1)
    free_times(phone).nth(1).locator("..").click()
    expect(free_times(phone).nth(1)).to_be_checked()
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)
    assert taps() <= 3
    phone.button("Undo").click()
    phone.waiting(2)
    phone.button("Book").first.click()
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)
    phone.go_online()
    phone.saved()
    undone, made = (row.v for row in shop.rows("booking")[-2:])
    assert undone["deleted"] is True
    assert made["service"] == shop.bath and made["member"] == shop.nora and made["price"] == euros(33)  # type: ignore[attr-defined]
    assert made["when"]["minutes"] == 90 and made[f"pets.{shop.luna}"] is True  # type: ignore[attr-defined]
    assert sum(cell.startswith("pets.") for cell in made) == 1
    assert made["address"]["street"] == "Calle Inventada 1" and made["modality"] == "theirs"

    other = phones(shop)
    other.open(f"/clients/{known}/bookings")
    booking = panel(other).get_by_role("listitem").filter(has=other.button("Reschedule"))
    expect(booking).to_contain_text("Luna · Nora Invented")


def test_from_a_search_and_from_the_calendar_in_four(phones: Callable[..., Phone], shop: Shop, known: str) -> None:
    phone = phones(shop)
    phone.go_offline()
    phone.page.get_by_role("searchbox", name="Search").fill("rosa")
    taps = count_taps(phone)
    phone.page.get_by_role("option", name=re.compile("Rosa Inventada")).or_(
        phone.page.get_by_role("link", name=re.compile("Rosa Inventada"))
    ).first.click()
    phone.button("Book").first.click()
    free_times(phone).nth(1).locator("..").click()
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)
    assert taps() <= 4
    phone.page.get_by_role("navigation", name="Main").get_by_role("link", name="Calendar").click()
    taps = count_taps(phone)
    phone.button("New booking").click()
    phone.sheet.get_by_role("button", name=re.compile("Rosa Inventada")).click()
    expect(chosen(phone, "Service")).to_have_count(1)
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)
    assert taps() <= 4
    phone.go_online()
    phone.saved()
    starts = [row.v["when"]["start"] for row in shop.rows("booking")]
    assert len(set(starts)) == 3, "the second was offered the time of the first"


def test_what_the_person_said_stays_and_the_rest_follows_the_service(
    phones: Callable[..., Phone], shop: Shop, known: str
) -> None:
    phone = phones(shop)
    phone.open(f"/clients/{known}")
    phone.button("Book").first.click()
    price, minutes = phone.field("Price (EUR)", phone.sheet), phone.field("Minutes", phone.sheet)
    expect(price).to_have_value("33.00")
    expect(phone.sheet).to_contain_text("The service costs €20.00")
    expect(minutes).to_have_value("90")
    service = phone.sheet.get_by_role("group", name="Service")
    service.get_by_text("Full groom").click()
    expect(price).to_have_value("45.00")
    expect(minutes).to_have_value("60")
    price.fill("50")
    service.get_by_text("Bath").click()
    expect(minutes).to_have_value("90")
    expect(price).to_have_value("50")

    price.fill("a lot")
    minutes.fill("0")
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_contain_text("Enter a sum, like 45 or 45.50.")
    expect(minutes).to_be_focused()

    phone.page.keyboard.press("Escape")
    expect(phone.sheet).to_have_count(0)
    phone.button("Book").first.click()
    expect(price).to_have_value("33.00")
    phone.button("Continue where you were: Rosa Inventada").click()
    expect(price).to_have_value("a lot")
    phone.button("Cancel", phone.sheet).click()
    phone.button("Book").first.click()
    expect(price).to_have_value("33.00")
    expect(phone.button("Continue where you were: Rosa Inventada")).to_have_count(0)


def test_warned_and_told_but_never_stopped(phones: Callable[..., Phone], shop: Shop) -> None:
    hours = {str(weekday): [["09:00", "17:00"]] for weekday in range(1, 8)}
    shop.write("business", shop.id, {"hours": hours})
    rosa, pia = shop.client("Rosa Inventada"), shop.client("Pia Ficticia")
    shop.booking(rosa, f"{day(3)}T10:00")
    phone = phones(shop)
    phone.open(f"/clients/{pia}")
    phone.go_offline()
    phone.button("Book").first.click()
    at, clock = phone.field("Date", phone.sheet), phone.field("Time", phone.sheet)
    at.fill(f"{day(3)}")
    expect(clock).to_have_value("09:00")
    clock.fill("10:30")
    expect(phone.sheet).to_contain_text("Olga Invented already has something at that time:")
    expect(phone.sheet).to_contain_text("10:00 · Full groom · Rosa Inventada")
    expect(phone.sheet).not_to_contain_text("working hours")
    clock.fill("16:30")
    expect(phone.sheet).to_contain_text("Outside of the working hours of Olga Invented.")
    at.fill(f"{day(-2)}")
    expect(phone.sheet).to_contain_text("This time has passed")
    march = max(date.fromisoformat(each) for each in ("2027-03-28", "2028-03-26") if each > f"{day(0)}"[:8])
    at.fill(f"{march}")
    clock.fill("02:30")
    expect(phone.sheet).to_contain_text("2:30 does not exist")
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(1)
    at.fill(f"{march - timedelta(days=1)}")
    at.fill(f"{day(3)}")
    clock.fill("10:30")
    phone.button("Book anyway", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)
    phone.go_online()
    phone.settled()
    assert sorted(row.v["when"]["start"][11:] for row in shop.rows("booking")) == ["10:00", "10:30"]


def test_a_new_client_comes_with_their_booking_and_goes_with_it(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.write("business", shop.id, {"hours": EVERY_DAY})
    label = shop.put("label", name="Groomed", service=shop.service)
    phone = phones(shop)
    phone.open("/calendar")
    phone.go_offline()
    for name in ("Pia Ficticia", "Otto Inventado"):
        phone.button("New booking").click()
        phone.field("Client", phone.sheet).fill(name)
        phone.sheet.get_by_role("button", name=re.compile("New client|" + name)).click()
        expect(phone.field("Name", phone.sheet)).to_have_value(name)
        phone.field("Phone", phone.sheet).fill("+34 600 000 002")
        phone.field("Pet", phone.sheet).fill("Coco")
        phone.field("Address", phone.sheet).fill("Calle Ficticia 2")
        phone.button("Book", phone.sheet).click()
        expect(phone.sheet).to_have_count(0)
        if name == "Pia Ficticia":
            phone.button("Undo").click()
            expect(phone.page.get_by_role("log")).not_to_contain_text("Booked")
    phone.go_online()
    phone.saved()
    gone, client = (row.v for row in shop.rows("client"))
    taken_back, booking = (row.v for row in shop.rows("booking"))
    pet = shop.rows("pet")[-1]
    assert gone["name"] == "Pia Ficticia" and gone["deleted"] is True and taken_back["deleted"] is True
    assert client["name"] == "Otto Inventado" and client[f"labels.{label}"] is True
    assert booking["client"] == shop.rows("client")[-1].i
    assert booking[f"pets.{pet.i}"] is True and pet.v["name"] == "Coco"
    assert booking["address"]["street"] == "Calle Ficticia 2"

    other = phones(shop)
    other.open("/clients")
    expect(other.page.get_by_role("main")).to_contain_text("Otto Inventado")
    expect(other.page.get_by_role("main")).not_to_contain_text("Pia Ficticia")


def test_a_booking_s_page_does_everything_offline(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.write("business", shop.id, {"hours": EVERY_DAY})
    rosa = shop.client("Rosa Inventada")
    asked = shop.booking(rosa, f"{day(-1)}T10:00", "requested", address={"street": "Calle Inventada 1"})
    phone = phones(shop)
    phone.open(f"/bookings/{asked}")
    facts = phone.page.get_by_role("region", name="Booking")
    expect(facts).to_contain_text("10:00–11:00")
    expect(facts).to_contain_text("€45.00")
    expect(facts.get_by_role("link", name="Calle Inventada 1")).to_be_visible()
    expect(phone.page.get_by_role("main")).to_contain_text("Booked")
    phone.go_offline()
    phone.button("Confirm").click()
    expect(facts).to_contain_text("Confirmed")
    phone.button("No-show").click()
    expect(facts).to_contain_text("No-show")
    phone.button("Undo").last.click()
    expect(facts).to_contain_text("Confirmed")
    phone.button("Done").click()
    expect(facts).to_contain_text("Completed")
    phone.button("Take payment").click()
    phone.field("Amount (EUR)", phone.sheet).fill("20")
    phone.button("Take payment", phone.sheet).click()
    expect(facts).to_contain_text("€20.00 paid, €25.00 due")
    phone.button("Mark as paid").click()
    phone.button("Mark as paid", phone.sheet).click()
    expect(facts).to_contain_text("Paid")
    phone.button("Book again").click()
    expect(phone.field("Date", phone.sheet)).to_have_value(f"{day(-1) + timedelta(days=42)}")
    expect(phone.field("Time", phone.sheet)).to_have_value("10:00")
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)
    phone.page.get_by_role("link", name="Open in calendar").click()
    expect(phone.page).to_have_url(re.compile(f"/calendar/.*{day(-1)}"))
    phone.go_online()
    phone.saved()

    other = phones(shop)
    other.open(f"/bookings/{asked}")
    told = other.page.get_by_role("region", name="Booking")
    expect(told).to_contain_text("Completed")
    expect(told).to_contain_text("Paid")
    other.page.get_by_text(re.compile("^Changed")).click()
    expect(other.page.get_by_role("main")).to_contain_text("Status: completed")
    assert sorted(row.v["when"]["start"] for row in shop.rows("booking")) == [
        f"{day(-1)}T10:00",
        f"{day(-1) + timedelta(days=42)}T10:00",
    ]


def test_another_client_brings_their_own_and_an_emptied_date_is_asked_for(
    phones: Callable[..., Phone], shop: Shop, known: str
) -> None:
    shop.write("client", known, {"addresses.a2": {"kind": "work", "street": "Calle Inventada 2"}})
    bruno = shop.client("Bruno Inventado")
    phone = phones(shop)
    phone.open("/calendar")
    phone.button("New booking").click()
    phone.sheet.get_by_role("button", name=re.compile("Rosa Inventada")).click()
    phone.sheet.get_by_role("group", name="Pets").get_by_text("Toby").click()
    phone.sheet.get_by_label("Address").select_option(label="Calle Inventada 2")
    phone.button("Another client", phone.sheet).click()
    phone.sheet.get_by_role("button", name=re.compile("Bruno Inventado")).click()
    expect(phone.sheet.get_by_label("Address")).to_have_value("")
    phone.sheet.get_by_role("group", name="Service").get_by_text("Bath").click()
    phone.sheet.get_by_label("Date").fill("")
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_contain_text("Choose a day and a time that exists.")
    phone.sheet.get_by_label("Date").fill(str(day(3)))
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)
    phone.saved()
    made = shop.rows("booking")[-1].v
    assert made["client"] == bruno and made["when"]["start"].startswith(str(day(3)))
    assert "address" not in made and not any(cell.startswith("pets.") for cell in made)
