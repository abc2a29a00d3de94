"""What the business is made of, edited in the settings: its facts and hours, services, labels, custom fields."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.acts import panel
from tests.browser.phone import DESKTOP, Phone
from tests.browser.shop import Shop, day


@pytest.fixture
def phone(phones: Callable[..., Phone], shop: Shop) -> Phone:
    """The owner's."""
    return phones(shop)


def section(phone: Phone, name: str) -> None:
    """Go to a section of the settings by its name, as a thumb does."""
    phone.page.get_by_role("navigation", name="Main").get_by_role("link", name="More").click()
    phone.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    expect(phone.page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()


def write(phone: Phone, label: str, text: str) -> None:
    """Type into a field and leave it."""
    phone.field(label).fill(text)
    phone.field(label).blur()


def add(phone: Phone, label: str, name: str) -> None:
    """Add to a catalogue by name."""
    phone.field(label).fill(name)
    phone.field(label).press("Enter")


def lines(phone: Phone, name: str) -> Locator:
    """The lines of a list."""
    return phone.page.get_by_role("list", name=name, exact=True).get_by_role("listitem")


def said(phone: Phone, text: str) -> None:
    """Wait until the phone said that something is kept."""
    expect(phone.page.get_by_role("log")).to_contain_text(text)


def test_what_is_made_without_signal_is_on_another_device(phones: Callable[..., Phone], shop: Shop) -> None:
    phone, office = phones(shop), phones(shop, viewport=DESKTOP)
    phone.go_offline()
    section(phone, "Business")
    write(phone, "Name", "Invented Grooming")
    phone.button("Time zone: Europe/Madrid").click()
    phone.field("Find", phone.sheet).fill("canary")
    phone.sheet.get_by_role("button", name="Atlantic/Canary").click()
    expect(phone.button("Time zone: Atlantic/Canary")).to_be_visible()
    section(phone, "Services")
    add(phone, "New service", "Puppy bath")
    expect(phone.page.get_by_role("heading", level=1, name="Puppy bath")).to_be_visible()
    write(phone, "Duration, minutes", "45")
    write(phone, "Price, EUR", "30,50")
    write(phone, "Next visit after", "6")
    section(phone, "Labels")
    add(phone, "New label", "Pays late")
    section(phone, "Custom fields")
    add(phone, "New field about pets", "Shampoo")
    phone.field("Kind of answer").select_option(label="One of several")
    for choice in ("Oat", "Tea tree"):
        add(phone, "New choice", choice)
    phone.button("Tea tree: move up").click()
    expect(phone.field("Choice 1")).to_have_value("Tea tree")
    phone.go_online()
    phone.saved()

    office.open("/settings/business")
    expect(office.field("Name")).to_have_value("Invented Grooming")
    expect(office.button("Time zone: Atlantic/Canary")).to_be_visible()
    office.page.get_by_role("link", name="Services").click()
    bath = lines(office, "Services").filter(has_text="Puppy bath")
    expect(bath).to_contain_text("45 min")
    expect(bath).to_contain_text("€30.50")
    bath.get_by_role("link").click()
    expect(office.page.get_by_text("The next visit is due after 6 weeks.")).to_be_visible()
    office.page.get_by_role("link", name="Labels").click()
    expect(lines(office, "Your labels")).to_have_text(["Pays late On 0 clients"])
    expect(lines(office, "Kept by the app")).to_contain_text(["Puppy bath"])
    office.page.get_by_role("link", name="Custom fields").click()
    office.page.get_by_role("link", name="Shampoo").click()
    expect(office.field("Choice 1")).to_have_value("Tea tree")
    expect(office.field("Choice 2")).to_have_value("Oat")


def test_hours_are_kept_as_soon_as_they_are_right(phone: Phone, shop: Shop) -> None:
    section(phone, "Business")
    write(phone, "Monday, to", "13:00")
    said(phone, "Saved: Opening hours")
    phone.button("Monday: add hours").click()
    write(phone, "Monday 2, from", "12:00")
    wrong = phone.page.get_by_role("alert")
    expect(wrong).to_have_text("These hours overlap the ones before.")
    phone.page.get_by_role("checkbox", name="Saturday").check()
    expect(phone.field("Saturday, from")).to_have_value("09:00")
    expect(wrong).to_have_count(1)
    write(phone, "Monday 2, from", "16:00")
    write(phone, "Monday 2, to", "20:00")
    expect(wrong).to_have_count(0)
    phone.button("Copy Monday to the weekdays").click()
    sunday = phone.page.get_by_role("checkbox", name="Sunday")
    sunday.check()
    phone.saved()
    phone.button("Undo").last.click()
    expect(sunday).not_to_be_checked()
    phone.saved()
    monday = [["09:00", "13:00"], ["16:00", "20:00"]]
    hours = shop.row("business", shop.id).v["hours"]
    assert hours == {str(each): monday for each in range(1, 6)} | {"6": [["09:00", "18:00"]], "7": []}


def test_bad_input_is_told_beside_its_field_and_holds_up_nothing_else(phone: Phone, shop: Shop) -> None:
    section(phone, "Services")
    phone.button("Add").click()
    expect(phone.field("New service")).to_have_accessible_description("This cannot be empty.")
    phone.page.get_by_role("link", name="Full groom").click()
    write(phone, "Name", " ")
    write(phone, "Duration, minutes", "an hour")
    write(phone, "Price, EUR", "-5")
    write(phone, "Free time after, minutes", "10")
    said(phone, "Saved: Free time after, minutes")
    expect(phone.field("Name")).to_have_accessible_description("This cannot be empty.")
    expect(phone.field("Duration, minutes")).to_have_accessible_description("A whole number from 5 to 10,080.")
    expect(phone.field("Price, EUR")).to_have_accessible_description("A price is a sum, like 45.50.")
    phone.saved()
    cells = shop.row("service", shop.service).v
    assert (cells["name"], cells["minutes"], cells["buffer"]) == ("Full groom", 60, 10)


def test_a_service_is_archived_brought_back_and_copied_with_its_label(phone: Phone, shop: Shop) -> None:
    section(phone, "Services")
    phone.page.get_by_role("link", name="Full groom").click()
    write(phone, "Name", "Whole groom")
    phone.page.get_by_role("group", name="Colour").get_by_text("Violet").click()
    phone.button("Archive").click()
    expect(phone.page.get_by_text("Archived: not offered any more.")).to_be_visible()
    phone.button("Bring back").click()
    phone.button("Duplicate").click()
    expect(phone.field("Name")).to_have_value("Whole groom (copy)")
    phone.button("Archive").click()
    section(phone, "Services")
    expect(lines(phone, "Services")).to_contain_text(["Whole groom"])
    phone.page.get_by_text("1 archived").click()
    expect(lines(phone, "Archived services")).to_contain_text(["Whole groom (copy)"])
    phone.saved()
    labels = {row.v["service"]: row.v["name"] for row in shop.rows("label")}
    assert sorted(labels.values()) == ["Whole groom", "Whole groom (copy)"]
    assert labels[shop.service] == "Whole groom"


def test_a_colour_given_offline_leaves_the_name_that_the_office_gives_meanwhile(phone: Phone, shop: Shop) -> None:
    label = shop.put("label", name="Full groom", color="#14857d", service=shop.service)
    section(phone, "Labels")
    expect(phone.page.get_by_role("link", name="Full groom")).to_be_visible()
    section(phone, "Services")
    phone.page.get_by_role("link", name="Full groom").click()
    phone.go_offline()
    phone.page.get_by_role("group", name="Colour").get_by_text("Violet").click()
    said(phone, "Saved: Colour")
    for table, row in (("service", shop.service), ("label", label)):
        shop.write(table, row, {"name": "Whole groom"})
    phone.go_online()
    phone.saved()
    kept = shop.row("label", label).v
    assert (kept["name"], kept["color"]) == ("Whole groom", "#8663d0")
    assert shop.rows("conflict") == []


def test_a_label_goes_from_its_clients_and_comes_back_to_them(phone: Phone, shop: Shop) -> None:
    vip = shop.put("label", name="VIP", color="#7d766c")
    shop.client("Rosa Inventada", **{f"labels.{vip}": True})
    shop.client("Bruno Ficticio", **{f"labels.{vip}": True})
    section(phone, "Labels")
    phone.page.get_by_role("link", name="VIP").click()
    expect(phone.page.get_by_text("On 2 clients")).to_be_visible()
    phone.button("Delete").click()
    expect(phone.sheet).to_contain_text("It stands on 2 clients")
    phone.button("Delete", phone.sheet).click()
    expect(phone.page.get_by_role("link", name="VIP")).to_have_count(0)
    phone.button("Undo").click()
    expect(lines(phone, "Your labels")).to_have_text(["VIP On 2 clients"])


def test_a_field_is_asked_by_its_form_and_its_answers_outlive_it(phone: Phone, shop: Shop) -> None:
    rosa = shop.client("Rosa Inventada")
    for order, name in enumerate(("Gate", "Parking")):
        shop.put("field", on="booking", label=name, type="text", order=order)
    section(phone, "Custom fields")
    phone.button("Parking: move up").focus()
    phone.page.keyboard.press("Enter")
    expect(lines(phone, "About bookings")).to_have_text(["Parking Text", "Gate Text"])
    expect(phone.button("Parking: move down")).to_be_focused()
    phone.page.get_by_role("link", name="Parking").click()
    phone.field("Ask it when something is booked").check()
    phone.field("A form that asks it needs an answer").check()
    phone.saved()

    phone.open(f"/clients/{rosa}/bookings")
    phone.button("Book").first.click()
    expect(phone.field("Gate", phone.sheet)).to_have_count(0)
    phone.field("Date", phone.sheet).fill(day(1).isoformat())
    phone.field("Time", phone.sheet).fill("10:00")
    phone.button("Book", phone.sheet).click()
    expect(phone.field("Parking", phone.sheet)).to_have_accessible_description("An answer is needed.")
    phone.field("Parking", phone.sheet).fill("Behind the church")
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)

    section(phone, "Custom fields")
    phone.page.get_by_role("link", name="Parking").click()
    phone.field("Kind of answer").select_option(label="Date")
    phone.button("Take out of use").click()
    phone.button("Use again").click()
    phone.saved()
    phone.open(f"/clients/{rosa}/bookings")
    panel(phone).get_by_role("link").first.click()
    expect(phone.field("Parking")).to_have_value("Behind the church")
    phone.field("Parking").focus()
    phone.field("Parking").blur()
    phone.saved()
    (booking,) = shop.rows("booking")
    assert [value for cell, value in booking.v.items() if cell.startswith("answers.")] == ["Behind the church"]


def test_staff_do_not_see_what_only_those_who_manage_may_edit(phones: Callable[..., Phone], shop: Shop) -> None:
    staff = phones(shop, member=shop.member("Nora Invented", "staff"))
    for path in ("business", "services", f"services/{shop.service}", "labels", "fields"):
        staff.open(f"/settings/{path}")
        expect(staff.page.get_by_role("link", name="Devices")).to_be_visible()
        for name in ("Services", "Labels", "Custom fields"):
            expect(staff.page.get_by_role("link", name=name, exact=True)).to_have_count(0)
        expect(staff.field("Name")).to_have_count(0)
        expect(staff.button("Add")).to_have_count(0)


def test_a_new_business_says_what_it_is_and_is_told_what_comes_first(phone: Phone, shop: Shop) -> None:
    shop.write("business", shop.id, {"name": "My business"})
    phone.open("/today")
    phone.button("Set up").click()
    phone.button("Begin", phone.sheet).click()
    expect(phone.field("Name", phone.sheet)).to_have_accessible_description("This cannot be empty.")
    phone.field("Name", phone.sheet).fill("Invented Walks")
    phone.button("Currency: EUR · Euro", phone.sheet).click()
    chooser = phone.page.get_by_role("dialog", name="Currency")
    phone.field("Find", chooser).fill("chilean")
    chooser.get_by_role("button", name="CLP · Chilean Peso").click()
    phone.field("We work with animals", phone.sheet).uncheck()
    phone.button("Begin", phone.sheet).click()
    phone.sheet.get_by_role("link", name="Add your first service").click()
    expect(phone.field("New service")).to_be_visible()
    phone.saved()
    cells = shop.row("business", shop.id).v
    assert (cells["name"], cells["currency"], cells["pets"]) == ("Invented Walks", "CLP", False)
