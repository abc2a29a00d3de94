"""A member of the staff who may not see money finds none: on no screen, and nowhere in what the phone keeps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.phone import DESKTOP, PHONE, Phone
from tests.browser.shop import Shop, day, euros

AMOUNTS = re.compile(r"€|EUR|45[.,]00|123[.,]45|4500|12345")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_staff_kept_from_money_see_no_amount_anywhere(
    phones: Callable[..., Phone], shop: Shop, viewport: dict[str, int]
) -> None:
    nora = shop.member("Nora Invented", "staff", money=False)
    rosa = shop.client("Rosa Inventada")
    booking = shop.booking(rosa, f"{day()}T23:45", member=nora)
    done = shop.booking(rosa, f"{day(-1)}T10:00", "completed", member=nora)
    shop.put(
        "payment", client=rosa, booking=done, kind="payment", money=euros(123.45), method="cash", at=1, member=nora
    )  # fmt: skip
    staff, owner = phones(shop, member=nora, viewport=viewport), phones(shop)
    assert AMOUNTS.search(owner.stored())
    tabs = ("", "/info", "/bookings", "/payments", "/notes", "/tasks")
    screens = [*(f"/clients/{rosa}{tab}" for tab in tabs), f"/bookings/{booking}", "/today", "/clients", "/calendar"]
    for path in screens:
        staff.open(path)
        expect(staff.page.get_by_text("Rosa Inventada").first).to_be_visible()
        found = AMOUNTS.search(staff.page.locator("body").inner_text())
        assert not found, f"{path} shows {found.group()}"
        for name in ("Take payment", "Mark as paid"):
            expect(staff.button(name)).to_have_count(0)
    expect(staff.page.get_by_role("tab", name="Payments")).to_have_count(0)
    found = AMOUNTS.search(staff.stored().replace('"EUR"', "", 1))
    assert not found, f"kept on the phone: {found.group()}"


def test_staff_kept_from_contacts_get_none_and_cannot_write_any(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff", contacts=False)
    rosa = shop.client("Rosa Inventada", phones__k1={"kind": "mobile", "value": "+34 600 000 001"})
    staff = phones(shop, member=nora)
    staff.open(f"/clients/{rosa}/info")
    expect(staff.field("Name")).to_have_value("Rosa Inventada")
    expect(staff.field("Phone")).to_have_count(0)
    assert "600 000 001" not in staff.stored()


def test_a_role_that_changes_changes_what_the_phone_holds(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff")
    rosa = shop.client("Rosa Inventada")
    shop.booking(rosa, f"{day(1)}T10:00", member=nora)
    staff = phones(shop, member=nora)
    staff.open(f"/clients/{rosa}/bookings")
    expect(staff.page.get_by_text("€45.00")).to_be_visible()
    shop.write("member", nora, {"sees.money": False})
    expect(staff.page.get_by_text("€45.00")).to_have_count(0)
    expect(staff.page.get_by_role("tab", name="Payments")).to_have_count(0)
    staff.saved()
    assert '"amount"' not in staff.stored()
