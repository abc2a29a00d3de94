"""Where one is signed in: another device by link, signing out here and from elsewhere, storage that was lost."""

import json
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.acts import add_note, edit, panel, until
from tests.browser.phone import DESKTOP, Phone
from tests.browser.shop import Shop


def sign_out(phone: Phone, label: str) -> None:
    """On Settings › Devices, sign out the device with this label."""
    phone.button(f"Sign out this device: {label}").click()
    phone.button("Sign out this device", phone.sheet).click()


def is_wiped(phone: Phone) -> None:
    """Wait until the phone asks to sign in, and see that nothing of the business is left on it."""
    expect(phone.page.get_by_role("heading", name="Sign in")).to_be_visible()
    left = {name: rows for name, rows in json.loads(phone.stored()).items() if rows}
    assert not any(name.startswith("fichero-") for name in left), left
    assert "Rosa" not in str(left)


def test_another_device_joins_by_a_link_from_settings(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.client("Rosa Inventada")
    phone, desktop = phones(shop), phones(shop, link="", viewport=DESKTOP)
    phone.open("/settings/devices")
    phone.button("Add a device").click()
    expect(phone.sheet.get_by_role("img", name="QR")).to_be_visible()
    link = phone.field("Sign-in link", phone.sheet).input_value()
    desktop.open("/join")
    desktop.field("Sign-in link").fill(link)
    desktop.field("Name of this device").fill("Office computer")
    desktop.button("Sign in").click()
    desktop.saved()
    desktop.open("/clients")
    expect(desktop.page.get_by_role("link", name="Rosa Inventada")).to_be_visible()
    phone.button("Close", phone.sheet).click()
    expect(phone.page.get_by_role("listitem").filter(has_text="Office computer")).to_have_count(1)


def test_a_link_made_by_the_command_signs_in_and_a_used_one_is_explained(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    link = shop.house.invite("nora@example.com", "staff", shop.name)
    phones(shop, link=link)
    late = phones(shop, link="")
    late.page.goto(link)
    expect(late.page.get_by_role("alert")).to_contain_text("used already")
    expect(late.field("Sign-in link")).to_be_visible()


def test_signing_out_here_leaves_nothing_here(phones: Callable[..., Phone], shop: Shop) -> None:
    shop.client("Rosa Inventada")
    phone = phones(shop)
    assert "Rosa" in phone.stored()
    phone.open("/settings/phone")
    phone.button("Sign out").click()
    phone.button("Sign out", phone.sheet).click()
    is_wiped(phone)
    until(phone, lambda: not phone.context.cookies(), "the session ends")


def test_a_device_signed_out_from_elsewhere_is_wiped(phones: Callable[..., Phone], shop: Shop) -> None:
    client = shop.client("Rosa Inventada")
    shop.member("Nora Invented", "staff")
    phone, lost, far = phones(shop), phones(shop, link=""), phones(shop, link="")
    for other, label in ((lost, "Lost phone"), (far, "Far phone")):
        other.open("/join")
        other.field("Sign-in link").fill(shop.link())
        other.field("Name of this device").fill(label)
        other.button("Sign in").click()
        other.saved()
    far.open(f"/clients/{client}/info")
    far.go_offline()
    edit(far, "Company", "Never to be seen")
    phone.open("/settings/devices")
    for label in ("Lost phone", "Far phone"):
        sign_out(phone, label)
    listed = phone.page.get_by_role("listitem")
    expect(listed.filter(has_text="Lost phone")).to_have_count(0)
    expect(listed.filter(has_text="Far phone")).to_contain_text("erased when it is next heard of")
    is_wiped(lost)
    assert "Rosa" in far.stored()
    far.go_online()
    is_wiped(far)
    expect(listed.filter(has_text="Far phone")).to_have_count(0)
    phone.saved()
    assert shop.row("client", client).v.get("company") is None


def test_storage_that_the_browser_lost_comes_back_and_nothing_is_doubled(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    client = shop.client("Rosa Inventada")
    phone = phones(shop)
    phone.open(f"/clients/{client}/notes")
    for index in range(3):
        add_note(phone, f"Before {index}")
    phone.saved()
    before = shop.devices()[-1]
    assert before.n == 3

    phone.evict()
    phone.open(f"/clients/{client}/notes")
    expect(panel(phone).get_by_text("Before ")).to_have_count(3)
    for index in range(3):
        add_note(phone, f"After {index}")
    phone.saved()
    after = shop.devices()[-1]
    assert after.id != before.id
    assert shop.numbers(before.id) == shop.numbers(after.id) == [1, 2, 3]
    bodies = sorted(row.v["body"] for row in shop.rows("note"))
    assert bodies == [f"{when} {index}" for when in ("After", "Before") for index in range(3)]
