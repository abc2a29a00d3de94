"""A server restored from an older copy is healed by its phones, and what was erased meanwhile stays erased."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.acts import add_note, edit, mark_paid, panel, until
from tests.browser.house import House
from tests.browser.phone import Phone
from tests.browser.shop import Shop, day

ERASED = "Erasmo Borrado"


def erase(phone: Phone, client: str) -> None:
    """Erase a client for good, from their card."""
    phone.open(f"/clients/{client}")
    phone.button("More about this client").click()
    phone.button("Erase", phone.sheet).click()
    phone.button("Erase for ever", phone.sheet).click()
    expect(phone.page.get_by_role("heading", name="Clients", level=1)).to_be_visible()


def kept_by(house: House) -> bytes:
    """Every byte of the server's data folder."""
    return b"".join(path.read_bytes() for path in sorted(house.data.rglob("*")) if path.is_file())


def test_phones_heal_a_restored_server_and_nothing_erased_returns(
    own_house: House, phones: Callable[..., Phone], tmp_path: Path
) -> None:
    shop = Shop(own_house)
    rosa, erasmo = shop.client("Rosa Inventada"), shop.client(ERASED)
    shop.booking(rosa, f"{day(-1)}T10:00", "completed")
    phone, far = phones(shop), phones(shop)
    far.open(f"/clients/{erasmo}/notes")
    expect(panel(far)).to_be_visible()
    copy = tmp_path / "copy"
    own_house.run("backup", str(copy))

    far.go_offline()
    add_note(far, f"{ERASED} called")
    phone.open(f"/clients/{rosa}/info")
    edit(phone, "Company", "Invented Kennels")
    phone.tab("Payments")
    mark_paid(phone)
    erase(phone, erasmo)
    phone.saved()
    assert ERASED.encode() not in kept_by(own_house)

    phone.go_offline()
    own_house.stop()
    own_house.run("restore", str(copy))
    assert ERASED.encode() not in kept_by(own_house)
    assert shop.row("client", rosa).v.get("company") is None
    own_house.start()
    for each in (phone, far):
        each.go_online()
        each.saved()

    assert shop.row("client", rosa).v["company"] == "Invented Kennels"
    assert len(shop.rows("payment")) == 1
    assert shop.row("client", erasmo) is None
    for each in (phone, far):
        each.open("/clients")
        expect(each.page.get_by_role("link", name="Rosa Inventada")).to_be_visible()
        expect(each.page.get_by_role("link", name=ERASED)).to_have_count(0)
        each.open(f"/clients/{rosa}/info")
        expect(each.field("Company")).to_have_value("Invented Kennels")
        assert ERASED not in each.stored()
    assert ERASED.encode() not in kept_by(own_house)


def test_a_phone_that_joined_after_the_copy_signs_in_again_and_brings_its_edits(
    own_house: House, phones: Callable[..., Phone], tmp_path: Path
) -> None:
    shop = Shop(own_house)
    rosa = shop.client("Rosa Inventada")
    own_house.run("backup", str(tmp_path / "copy"))
    phone = phones(shop)
    phone.open(f"/clients/{rosa}/info")
    edit(phone, "Company", "Invented Kennels")
    phone.saved()

    own_house.stop()
    own_house.run("restore", str(tmp_path / "copy"))
    own_house.start()
    signed_out = phone.page.get_by_role("alert").filter(has_text="You are signed out here")
    expect(signed_out).to_be_visible(timeout=60_000)
    expect(phone.field("Company")).to_have_value("Invented Kennels")
    edit(phone, "Position", "Head of kennels")
    signed_out.get_by_role("link", name="Sign in").click()
    phone.field("Sign-in link").fill(shop.link())
    phone.button("Sign in").click()
    phone.saved()
    until(phone, lambda: shop.row("client", rosa).v.get("company") == "Invented Kennels", "the server is healed")
    assert shop.row("client", rosa).v["position"] == "Head of kennels"
    phone.open(f"/clients/{rosa}/info")
    expect(phone.field("Company")).to_have_value("Invented Kennels")
    expect(phone.field("Position")).to_have_value("Head of kennels")
