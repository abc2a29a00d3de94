"""Tabs share one cookie: whoever signs in last must not get what is somebody else's, nor lose what is."""

import json
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.acts import edit
from tests.browser.phone import Phone
from tests.browser.shop import Shop

INSTEAD = "Sign in with this link"


def join_instead(phone: Phone, link: str) -> None:
    """Open a link where somebody is signed in, and sign in with it all the same."""
    phone.page.goto(link)
    phone.button(INSTEAD).click()
    phone.saved()


def stored(phone: Phone, shop: Shop) -> str:
    """What this browser profile keeps of a business."""
    kept = json.loads(phone.stored())
    return json.dumps({name: rows for name, rows in kept.items() if name.startswith(f"fichero-{shop.id}/")})


def test_a_tab_keeps_to_its_business_when_another_tab_signs_in_to_another(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    """Nothing of either business reaches the other, and what waited arrives once its own member is back."""
    client = shop.client("Rosa Inventada")
    other = Shop(shop.house, "Invented Trainers")
    other.client("Boris Invented")
    phone = phones(shop)
    phone.open(f"/clients/{client}/info")
    tab = phone.another_tab()
    join_instead(tab, other.link())
    phone.go_offline()
    edit(phone, "Company", "Kennels that wait")
    phone.go_online()
    expect(phone.page.get_by_role("alert")).to_contain_text("You are signed out here")
    tab.page.reload()
    tab.saved()
    assert "Boris" in stored(phone, other) and "Boris" not in stored(phone, shop)
    assert [row.v["name"] for row in other.rows("client")] == ["Boris Invented"]
    join_instead(tab, shop.link())
    tab.open(f"/clients/{client}/info")
    expect(tab.field("Company")).to_have_value("Kennels that wait")
    tab.saved()
    assert shop.row("client", client).v["company"] == "Kennels that wait"


def test_another_member_on_the_same_phone_is_not_shown_what_the_first_saw(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    """Nora is kept from contacts, which the owner's copy held."""
    nora = shop.member("Nora Invented", contacts=False)
    client = shop.client("Rosa Inventada", phones__a1b2={"kind": "mobile", "value": "+34 600 000 017"})
    phone = phones(shop)
    phone.open(f"/clients/{client}/info")
    assert "600 000 017" in phone.stored()
    join_instead(phone, shop.link(nora))
    phone.open(f"/clients/{client}/info")
    expect(phone.page.get_by_role("heading", name="Rosa Inventada")).to_be_visible()
    phone.saved()
    assert "600 000 017" not in phone.stored()
