"""A member of the staff who may not see money finds none: on no screen, and nowhere in what the phone keeps."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from sync.store import system_ms
from tests.browser.phone import DESKTOP, PHONE, Phone
from tests.browser.shop import Shop, day, euros

ON_SCREEN = re.compile(r"€|\bEUR\b|9.876.543|1.234.567")
KEPT = re.compile(r"amount[\\\"]*:\s*\d|987654321|123456789")
"""Sums as the phone keeps them: named, or packed. These two are long, so that no id or instant has them by chance."""


def test_staff_kept_from_money_see_no_amount_anywhere(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff", money=False)
    rosa = shop.client("Rosa Inventada")
    price = euros(9_876_543.21)
    booking = shop.booking(rosa, f"{day()}T23:45", member=nora, price=price)
    done = shop.booking(rosa, f"{day(-1)}T10:00", "completed", member=nora, price=price)
    paid = {"kind": "payment", "money": euros(1_234_567.89), "method": "cash", "at": system_ms(), "member": nora}
    shop.put("payment", client=rosa, booking=done, **paid)
    staff, owner = phones(shop, member=nora), phones(shop)
    assert KEPT.search(owner.stored())
    tabs = ("", "/info", "/bookings", "/payments", "/notes", "/tasks")
    screens = [*(f"/clients/{rosa}{tab}" for tab in tabs), f"/bookings/{booking}", "/today", "/clients", "/calendar"]
    for path in screens:
        staff.open(path)
        expect(staff.page.get_by_text("Rosa Inventada").first).to_be_visible()
        for width in (PHONE, DESKTOP):
            staff.resize(width)
            found = ON_SCREEN.search(staff.page.locator("body").inner_text())
            assert not found, f"{path} shows {found.group()}"
            for name in ("Take payment", "Mark as paid"):
                expect(staff.button(name)).to_have_count(0)
    expect(staff.page.get_by_role("tab", name="Payments")).to_have_count(0)
    found = KEPT.search(staff.stored())
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
    assert not KEPT.search(staff.stored())
