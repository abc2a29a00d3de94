"""Settings of the team, the devices and this phone: who may do what, what is held here, what the server was told."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.acts import add_note, edit, until
from tests.browser.axe import findings
from tests.browser.phone import DESKTOP, Phone
from tests.browser.shop import Shop


def lines(phone: Phone) -> list[str]:
    """The sync log as it stands on the screen, the latest first."""
    return phone.page.get_by_role("listitem").all_inner_texts()


def test_sections_are_a_list_on_a_phone_and_beside_it_on_a_desktop(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff")
    staff = phones(shop, member=nora)
    staff.open("/settings/nothing-of-that-name")
    expect(staff.page.get_by_role("heading", level=1)).to_have_text("Settings")
    expect(staff.page.get_by_role("link", name="Business")).to_have_count(0)
    staff.page.get_by_role("link", name="Team").click()
    expect(staff.page.get_by_role("heading", level=1, name="Team")).to_be_focused()
    staff.button("Back").click()
    expect(staff.page.get_by_role("heading", level=1)).to_have_text("Settings")
    staff.page.set_viewport_size(DESKTOP)
    places = staff.page.get_by_role("navigation", name="Settings")
    places.get_by_role("link", name="Sync log").click()
    expect(staff.page.get_by_role("heading", level=1, name="Sync log")).to_be_focused()
    expect(places.get_by_role("link", name="Sync log")).to_have_attribute("aria-current", "page")


def test_an_owner_adds_a_member_offline_and_invites_them(phones: Callable[..., Phone], shop: Shop) -> None:
    phone = phones(shop)
    phone.open("/settings/team")
    phone.go_offline()
    phone.button("Add a member").click()
    phone.field("Name", phone.sheet).fill("Nora Invented")
    phone.field("Email", phone.sheet).fill("nora")
    phone.button("Add", phone.sheet).click()
    expect(phone.sheet).to_contain_text("An email looks like")
    phone.field("Email", phone.sheet).fill("nora@example.com")
    phone.button("Add", phone.sheet).click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Nora Invented")
    phone.page.get_by_role("checkbox", name="Sees prices and payments").uncheck()
    phone.button("Invite").click()
    expect(phone.sheet.get_by_role("alert")).to_contain_text("needs a connection")
    phone.button("Close", phone.sheet).click()
    phone.go_online()
    phone.saved()
    (nora,) = [row for row in shop.rows("member") if row.v["name"] == "Nora Invented"]
    assert nora.v["role"] == "staff" and nora.v["sees.money"] is False and nora.v["email"] == "nora@example.com"
    phone.button("Invite").click()
    expect(phone.sheet.get_by_role("img", name="QR")).to_be_visible()
    link = phone.field("Sign-in link", phone.sheet).input_value()
    mail = phone.sheet.get_by_role("link", name="Email").get_attribute("href") or ""
    assert mail.startswith("mailto:nora@example.com") and link.split("#")[1] in mail
    other = phones(shop, link=link)
    other.open("/settings/team")
    expect(other.page.get_by_text("Nora Invented (you)")).to_be_visible()


def test_roles_say_what_they_may_and_staff_read_them_only(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff")
    phone, staff = phones(shop), phones(shop, member=nora)
    staff.open(f"/settings/team/{nora}")
    expect(staff.page.get_by_text("Only owners change the team")).to_be_visible()
    expect(staff.field("Name")).to_have_count(0)
    phone.open(f"/settings/team/{nora}")
    expect(phone.page.get_by_text("Cannot erase anything for good")).to_be_visible()
    phone.page.get_by_role("radio", name="blue", exact=False).check(force=True)
    phone.field("Role").select_option(label="Manager")
    expect(phone.page.get_by_text("everything but the team")).to_be_visible()
    expect(staff.page.get_by_text("everything but the team")).to_be_visible()
    expect(phone.page.get_by_role("checkbox", name="Sees prices and payments")).to_have_count(0)
    phone.saved()
    assert shop.row("member", nora).v["role"] == "manager"
    phone.open(f"/settings/team/{shop.owner}")
    expect(phone.page.get_by_text("The only owner")).to_be_visible()
    expect(phone.button("Remove from the team")).to_have_count(0)
    expect(phone.field("Role")).to_have_count(0)


def test_a_removed_member_is_signed_out_and_undo_lets_them_in(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff")
    phone, staff = phones(shop), phones(shop, member=nora)
    phone.open(f"/settings/team/{nora}")
    phone.button("Remove from the team").click()
    expect(phone.sheet).to_contain_text("signed out everywhere")
    phone.button("Remove from the team", phone.sheet).click()
    expect(phone.page.get_by_role("link", name="Nora Invented")).to_have_count(0)
    expect(staff.page.get_by_role("heading", name="Sign in")).to_be_visible()
    phone.button("Undo").click()
    expect(phone.page.get_by_role("link", name="Nora Invented")).to_be_visible()
    phone.saved()
    staff.join(shop.link(nora))


def test_devices_are_renamed_and_the_last_list_stays_offline(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff")
    phone, other = phones(shop), phones(shop, member=nora)
    phone.open("/settings/devices")
    expect(phone.page.get_by_role("main").get_by_role("listitem").first).to_contain_text("in use now")
    phone.page.get_by_role("listitem").filter(has_text="Nora").get_by_role("button", name="Rename").click()
    phone.field("Name of this device", phone.sheet).fill("Van two")
    phone.button("Save", phone.sheet).click()
    expect(phone.page.get_by_role("listitem").filter(has_text="Van two")).to_contain_text("Nora Invented")
    phone.go_offline()
    phone.reload()
    expect(phone.page.get_by_text("This is the list of")).to_be_visible()
    expect(phone.page.get_by_role("listitem").filter(has_text="Van two")).to_be_visible()
    phone.go_online()
    other.go_offline()
    expect(phone.page.get_by_text("This is the list of")).to_have_count(0)
    phone.button("Sign out this device: Van two").click()
    phone.button("Sign out this device", phone.sheet).click()
    gone = phone.page.get_by_role("listitem").filter(has_text="Van two")
    expect(gone).to_contain_text("erased when it is next heard of")
    other.go_online()
    expect(other.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(gone).to_have_count(0)


def test_what_waits_is_listed_and_saved_to_a_file_without_a_network(phones: Callable[..., Phone], shop: Shop) -> None:
    rosa = shop.client("Rosa Inventada")
    phone = phones(shop)
    phone.open(f"/clients/{rosa}/info")
    phone.go_offline()
    edit(phone, "Company", "Invented Kennels")
    phone.tab("Notes")
    add_note(phone, "Gate code is made up")
    phone.waiting(2)
    phone.open("/settings/phone")
    waiting = phone.page.get_by_role("region", name="Edits not on the server yet")
    expect(waiting.get_by_role("link", name=re.compile("Rosa Inventada.*Company"))).to_be_visible()
    with phone.page.expect_download() as saved:
        phone.button("Save to a file").click()
    assert re.fullmatch(r"fichero-made-up-grooming-.*-20\d\d-\d\d-\d\d\.json", saved.value.suggested_filename)
    held = json.loads(saved.value.path().read_text())
    assert held["format"] == "fichero-unsent-1" and held["business"]["id"] == shop.id
    assert [op["v"].get("company") or op["v"].get("body") for op in held["waiting"]] == [
        "Invented Kennels",
        "Gate code is made up",
    ]
    assert any("Rosa Inventada" in words and "Company: Invented Kennels" in words for words in held["words"])
    phone.button("Sign out").click()
    expect(phone.sheet.get_by_role("alert")).to_contain_text("2 edits are only on this device")
    with phone.page.expect_download():
        phone.button("Save to a file", phone.sheet).click()
    phone.button("Cancel", phone.sheet).click()
    waiting.get_by_role("link", name=re.compile("Rosa Inventada.*Company")).click()
    expect(phone.page.get_by_role("heading", level=1, name="Rosa Inventada")).to_be_visible()
    phone.go_online()
    phone.saved()
    phone.open("/settings/phone")
    expect(phone.page.get_by_text("Everything is on the server")).to_be_visible()
    expect(waiting).to_have_count(0)


def test_a_phone_says_how_much_it_holds(phones: Callable[..., Phone], shop: Shop) -> None:
    for index in range(3):
        shop.client(f"Rosa Inventada {index}")
    phone = phones(shop)
    phone.open("/settings/phone")
    facts = phone.page.get_by_role("definition")
    # The business, its owner, its service and the clients.
    expect(facts.nth(0)).to_have_text("3")
    expect(facts.nth(1)).to_have_text("6")
    expect(facts.nth(3)).to_contain_text("MB")
    shop.client("Rosa Inventada 3")
    expect(facts.nth(1)).to_have_text("7")


def test_the_sync_log_tells_in_words_and_live(phones: Callable[..., Phone], shop: Shop) -> None:
    rosa = shop.client("Rosa Inventada")
    phone = phones(shop)
    tab = phone.another_tab()
    tab.open("/settings/log")
    expect(tab.page.get_by_text(re.compile(r"New copy downloaded: 4 records in \d+ s"))).to_be_visible()
    expect(tab.page.get_by_text("Connected", exact=True)).to_be_visible()
    phone.open(f"/clients/{rosa}/info")
    edit(phone, "Company", "Invented Kennels")
    expect(tab.page.get_by_text("1 edit sent")).to_be_visible()
    expect(tab.page.get_by_text("Server took 1 edit")).to_be_visible()
    phone.go_offline()
    until(tab, lambda: any("went offline" in line or "Connection lost" in line for line in lines(tab)), "it is told")
    assert "Rosa" not in str(lines(tab)) and "Kennels" not in str(lines(tab))
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.page.bring_to_front()
    tab.button("Copy").click()
    copied = tab.page.evaluate("navigator.clipboard.readText()")
    assert " sent 1" in copied and "Rosa" not in copied and shop.name not in copied


@pytest.mark.parametrize("zone", ["Pacific/Chatham"])
def test_the_language_follows_the_phone_again_and_the_zone_is_explained(
    phones: Callable[..., Phone], shop: Shop, zone: str
) -> None:
    phone = phones(shop, timezone_id=zone)
    phone.open("/settings/look")
    expect(phone.page.get_by_text("Pacific/Chatham")).to_contain_text("Europe/Madrid")
    language = phone.page.get_by_role("combobox").first
    language.select_option(label="Español")
    expect(phone.page.get_by_role("heading", level=1, name="Idioma y aspecto")).to_be_visible()
    language.select_option(label="El de este dispositivo")
    expect(phone.page.get_by_role("heading", level=1, name="Language and look")).to_be_visible()
    assert phone.page.evaluate("localStorage.getItem('fichero.language')") is None


def test_nothing_is_wrong_with_any_of_it_for_assistive_technology(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented", "staff")
    phone = phones(shop)
    for section in ("look", "log", "devices", "phone", "team", f"team/{nora}"):
        phone.open(f"/settings/{section}")
        expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
        wrong = findings(phone.page)
        assert not wrong, "\n".join(wrong)
