"""What a person does on a client's card, by the names that they see."""

from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Locator, expect

from tests.browser.phone import Phone
from tests.browser.shop import day

TABS = ("Overview", "Info", "Bookings", "Payments", "Notes", "Tasks")


def edit(phone: Phone, label: str, text: str) -> None:
    """Type into a field of the Info tab and leave it; returns once the phone said that it is kept."""
    field = phone.field(label)
    field.fill(text)
    field.blur()
    expect(phone.page.get_by_role("log")).to_contain_text(f"Saved: {label}")


def panel(phone: Phone) -> Locator:
    """What the open tab of the card shows."""
    return phone.page.get_by_role("tabpanel")


def book(phone: Phone, days: int, clock: str, member: str = "") -> None:
    """Book the shop's service from the card, so many days ahead; with `member`, else with whoever books."""
    phone.button("Book").first.click()
    if member:
        phone.sheet.get_by_role("group", name="With").get_by_text(member).click()
    phone.field("Date", phone.sheet).fill(day(days).isoformat())
    phone.field("Time", phone.sheet).fill(clock)
    phone.button("Book", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)


def mark_paid(phone: Phone) -> None:
    """Mark the one unpaid booking of the Payments tab as paid, in cash."""
    phone.button("Mark as paid", panel(phone)).click()
    phone.button("Mark as paid", phone.sheet).click()
    expect(phone.sheet).to_have_count(0)


def add_note(phone: Phone, text: str) -> None:
    """Write a note on the Notes tab."""
    phone.button("Add note").click()
    phone.field("Text", phone.sheet).fill(text)
    phone.button("Save", phone.sheet).click()
    expect(panel(phone)).to_contain_text(text)


def shown(phone: Phone) -> dict[str, str]:
    """Everything that a card shows, tab by tab, as a screen reader meets it."""
    told = {}
    for tab in TABS:
        phone.tab(tab)
        expect(phone.page.get_by_role("tabpanel", name=tab, exact=True)).to_be_visible()
        told[tab] = panel(phone).aria_snapshot()
    return told


def until(phone: Phone, wanted: Callable[[], bool], what: str, patience: float = 15.0) -> None:
    """Wait until something holds that no locator can say."""
    deadline = monotonic() + patience
    while not wanted():
        assert monotonic() < deadline, f"{what}: still not so"
        phone.page.wait_for_timeout(50)
