"""A booking is made, moved, paid and taken back by keyboard alone, and one always sees where one is."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.acts import panel
from tests.browser.phone import DESKTOP, Phone
from tests.browser.shop import Shop

MOST = 80
"""How many times a person would press Tab before giving up."""

_SHOWN = """() => {
  const { activeElement: at } = document;
  return at === document.body || getComputedStyle(at).outlineStyle !== "none" || at.matches(":focus-visible");
}"""
"""Whether one sees where the focus is. Chromium calls no date field focused while one of its parts is."""


def tab_to(phone: Phone, wanted: Locator) -> None:
    """Press Tab until the focus is there; it must be visible wherever it comes by."""
    expect(wanted.first).to_be_visible()
    for _ in range(MOST):
        if wanted.evaluate_all("found => found.includes(document.activeElement)"):
            return
        phone.page.keyboard.press("Tab")
        assert phone.page.evaluate(_SHOWN), "the focus is not visible"
    raise AssertionError(f"Tab does not reach {wanted}")


def press(phone: Phone, wanted: Locator, key: str = "Enter") -> None:
    """Go to a control and press it."""
    tab_to(phone, wanted)
    phone.page.keyboard.press(key)


def test_a_booking_by_keyboard_alone(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.client("Rosa Inventada")
    phone = phones(shop, viewport=DESKTOP)
    keys = phone.page.keyboard
    keys.press("/")
    keys.type("rosa inv")
    keys.press("Enter")
    expect(phone.page.get_by_role("heading", name="Rosa Inventada", level=1)).to_be_visible()

    press(phone, phone.button("Book"))
    times = phone.sheet.get_by_role("group", name="Next free times").get_by_role("radio")
    press(phone, times, "Space")
    press(phone, phone.button("Book", phone.sheet))
    expect(phone.sheet).to_have_count(0)
    tab_to(phone, phone.page.get_by_role("tab", name="Overview"))
    for tab in ("Info", "Bookings"):
        keys.press("ArrowRight")
        expect(phone.page.get_by_role("tab", name=tab)).to_be_focused()
    booking = panel(phone).get_by_role("listitem").filter(has_text="Full groom")
    made = booking.filter(has=phone.button("Reschedule"))
    before = made.get_by_role("link").inner_text()

    press(phone, phone.button("Reschedule", made))
    tab_to(phone, times)
    keys.press("ArrowDown")
    press(phone, phone.button("Move", phone.sheet))
    expect(phone.sheet).to_have_count(0)
    expect(made.get_by_role("link")).not_to_have_text(before)

    press(phone, phone.button("Mark as paid", made))
    press(phone, phone.button("Mark as paid", phone.sheet))
    expect(made).to_contain_text("Paid")
    paid = phone.page.get_by_role("log").locator("div").filter(has_text="Paid: €45.00")
    press(phone, phone.button("Undo", paid).last)
    expect(made).to_contain_text("Unpaid")

    phone.saved()
    kinds = sorted(row.v["kind"] for row in shop.rows("payment"))
    assert kinds == ["payment", "reversal"]
    assert len(shop.rows("booking")) == 1


def test_what_stood_in_a_field_before_can_be_typed_again(phones: Callable[..., Phone], shop: Shop) -> None:
    rosa = shop.client("Rosa Inventada", company="Invented Kennels")
    phone = phones(shop, viewport=DESKTOP)
    phone.open(f"/clients/{rosa}/info")
    company, log = phone.field("Company"), phone.page.get_by_role("log")
    company.fill("Made-up Paws ")
    company.press("Enter")
    expect(log).to_contain_text("Saved: Company")
    phone.saved()
    assert shop.row("client", rosa).v["company"] == "Made-up Paws"
    company.fill("Invented Kennels")
    company.blur()
    expect(company).to_have_value("Invented Kennels")
    phone.saved()
    assert shop.row("client", rosa).v["company"] == "Invented Kennels"
