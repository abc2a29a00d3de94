"""Old against new: phones that still run an older build, and today's build on the copy that an older one made."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import expect

from sync.database import fetch, reading
from tests.browser.acts import add_note, edit, panel, until
from tests.browser.build import Build
from tests.browser.former import Former, entry
from tests.browser.house import House
from tests.browser.phone import Phone
from tests.browser.shop import Shop, day
from tests.server.process import ROOT

FACTS = {"Company": "company", "Position": "position", "Tax ID": "tax_id", "Language": "language"}
"""Fields of the Info tab, each with its cell."""


@pytest.fixture(scope="session")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the older build; it is built once."""
    return Former(tmp_path_factory.mktemp("former") / "home").home


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[Callable[[Path], House]]:
    """Makes servers of what stands in a folder, each on data of its own."""
    made: list[House] = []

    def make(home: Path) -> House:
        made.append(House(tmp_path / f"data{len(made)}", home))
        return made[-1]

    yield make
    for house in made:
        house.close()


def replace_server(house: House, home: Path) -> None:
    """As an administrator updates: another version on the same data and address."""
    house.stop()
    house.fichero.home = home
    house.start()


def runs(phone: Phone, home: Path) -> None:
    """Wait until the page runs the app that was built in a folder."""
    expect(phone.page.locator(f'script[src="{entry(home)}"]')).to_have_count(1)


def let_newer_in(phone: Phone) -> None:
    """Take the newer build that is offered."""
    phone.button("Reload").click()
    runs(phone, ROOT)


def offered(phone: Phone) -> None:
    """Wait until a newer build lies ready beside the one that runs."""
    expect(phone.page.get_by_role("status").filter(has_text="new version")).to_be_visible()


def see(phone: Phone, client: str, **facts: str) -> None:
    """The client's card shows these facts."""
    phone.open(f"/clients/{client}/info")
    for cell, text in facts.items():
        label = next(label for label, of in FACTS.items() if of == cell)
        expect(phone.field(label)).to_have_value(text)


def shop_with_rosa(house: House) -> tuple[Shop, str]:
    """A business with a client who has a note, comes today and has come before."""
    shop = Shop(house)
    rosa = shop.client("Rosa Inventada", **{"phones.k1": {"kind": "mobile", "value": "+34 600 000 001"}})
    shop.put("note", client=rosa, kind="general", body="Ring twice", visibility="private")
    shop.booking(rosa, f"{day()}T23:45")
    shop.booking(rosa, f"{day(-1)}T10:00", "completed")
    return shop, rosa


def test_an_old_phone_goes_on_against_a_new_server_and_its_copy_in_the_new_app(
    houses: Callable[[Path], House], former: Path, phones: Callable[..., Phone], tmp_path: Path
) -> None:
    house = houses(former)
    shop, rosa = shop_with_rosa(house)
    phone = phones(shop)
    runs(phone, former)
    phone.installed()
    phone.open(f"/clients/{rosa}/info")
    edit(phone, "Company", "Invented Kennels")
    phone.saved()
    backup = tmp_path / "backup"

    # The old app, without signal, while the server becomes a new one.
    phone.go_offline()
    edit(phone, "Position", "Head of kennels")
    phone.tab("Notes")
    add_note(phone, "Asks for Marta")
    phone.waiting(2)
    house.run("backup", str(backup))
    replace_server(house, ROOT)
    phone.go_online()
    phone.saved()
    runs(phone, former)
    assert facts(shop, rosa) == {"company": "Invented Kennels", "position": "Head of kennels"}
    assert {note.v["body"] for note in shop.rows("note")} == {"Ring twice", "Asks for Marta"}

    # A new phone beside the old one.
    new = phones(shop)
    see(new, rosa, company="Invented Kennels", position="Head of kennels")
    edit(new, "Tax ID", "NEW-1")
    new.saved()
    phone.tab("Info")
    expect(phone.field("Tax ID")).to_have_value("NEW-1")
    edit(phone, "Company", "Kennels of old")
    phone.saved()
    expect(new.field("Company")).to_have_value("Kennels of old")

    # The newer app comes, and starts without signal on what the older one kept, with edits under way.
    phone.reload()
    offered(phone)
    runs(phone, former)
    phone.go_offline()
    edit(phone, "Language", "Esperanto")
    phone.waiting(1)
    let_newer_in(phone)
    phone.waiting(1)
    see(phone, rosa, company="Kennels of old", position="Head of kennels", tax_id="NEW-1", language="Esperanto")
    phone.tab("Notes")
    expect(panel(phone)).to_contain_text("Ring twice")
    expect(panel(phone)).to_contain_text("Asks for Marta")
    phone.open("/today")
    expect(phone.page.get_by_role("main").get_by_text("Rosa Inventada").first).to_be_visible()
    phone.open("/clients")
    expect(phone.page.get_by_role("link", name="Rosa Inventada")).to_be_visible()
    phone.open("/calendar")
    expect(phone.page.get_by_role("main").get_by_text("Rosa Inventada").first).to_be_visible()
    phone.go_online()
    phone.saved()
    latest = {"company": "Kennels of old", "position": "Head of kennels", "tax_id": "NEW-1", "language": "Esperanto"}
    assert facts(shop, rosa) == latest

    # What the older app archived heals a server that was restored from before.
    new.go_offline()
    phone.go_offline()
    house.stop()
    house.run("restore", str(backup))
    assert facts(shop, rosa) == {"company": "Invented Kennels"}
    house.start()
    phone.go_online()
    phone.settled()
    healed = {"company": "Kennels of old", "position": "Head of kennels", "language": "Esperanto"}
    until(phone, lambda: facts(shop, rosa).items() >= healed.items(), "the server is healed")
    assert {note.v["body"] for note in shop.rows("note")} == {"Ring twice", "Asks for Marta"}
    see(phone, rosa, **healed)


def test_a_new_phone_goes_on_against_an_old_server(
    houses: Callable[[Path], House], former: Path, phones: Callable[..., Phone]
) -> None:
    house = houses(ROOT)
    shop, rosa = shop_with_rosa(house)
    phone = phones(shop)
    phone.installed()
    phone.open(f"/clients/{rosa}/info")
    phone.go_offline()
    edit(phone, "Company", "Invented Kennels")
    replace_server(house, former)
    phone.go_online()
    phone.saved()
    runs(phone, ROOT)
    edit(phone, "Position", "Head of kennels")
    phone.saved()
    assert facts(shop, rosa) == {"company": "Invented Kennels", "position": "Head of kennels"}
    shop.write("client", rosa, {"tax_id": "OLD-1"})
    expect(phone.field("Tax ID")).to_have_value("OLD-1")


class Tomorrow(Build):
    """A server that knows a table, cells and keys of messages of which today's app knows nothing."""

    def __init__(self, home: Path):
        super().__init__(home)
        copytree(ROOT / "server" / "static", home / "server" / "static", dirs_exist_ok=True)
        described = home / "sync" / "tables.json"
        tables = json.loads(described.read_text("utf-8"))
        tables["tables"]["client"]["cells"] |= {"nickname": "text", "loyalty.*": "scalar"}
        tables["tables"]["booking"]["cells"] |= {"weather": "object"}
        tables["tables"]["parcel"] = {"hangs": ["client"], "cells": {"client": "reference client", "grams": "integer"}}
        described.write_text(json.dumps(tables), "utf-8")
        (home / "sync" / "migrations" / "9999_tomorrow.py").write_text(_MIGRATION, "utf-8")
        wire = home / "sync" / "wire.py"
        code = wire.read_text("utf-8")
        assert _ENCODE in code
        wire.write_text(code.replace(_ENCODE, _ENCODE_MORE), "utf-8")


_MIGRATION = """
from peewee import TextField

def up(migrator, db):
    migrator.migrate(*(migrator.add_column(table, cell, TextField(null=True))
                       for table, cell in (("client", "nickname"), ("client", "loyalty"), ("booking", "weather"))))
    db.execute_sql('CREATE TABLE "parcel" ("business" TEXT, "id" TEXT, "seq" BIGINT NOT NULL, "stamp" TEXT NOT NULL, '
                   '"stamps" TEXT NOT NULL, "client" TEXT, "grams" BIGINT, "deleted" BOOLEAN, '
                   'PRIMARY KEY ("business", "id"))')
"""
_ENCODE = "encode = _encoder.encode\n"
_ENCODE_MORE = """
def encode(it):
    said = _encoder.encode(it)
    return said[:-1] + b',"mood":{"of":["tomorrow"]}}' if isinstance(it, msgspec.Struct) and len(said) > 2 else said
"""


def test_a_phone_keeps_what_it_does_not_know_and_leaves_it_as_it_is(
    houses: Callable[[Path], House], phones: Callable[..., Phone], tmp_path: Path
) -> None:
    house = houses(Tomorrow(tmp_path / "tomorrow").home)
    shop = Shop(house)
    unknown = {"nickname": "Rosi the Unknown", "loyalty.k1": 7}
    rosa = shop.client("Rosa Inventada")
    shop.write("client", rosa, unknown)
    shop.booking(rosa, f"{day()}T23:45", weather={"sky": ["grey"]})
    shop.put("parcel", client=rosa, grams=12_345)
    first = phones(shop)
    shop.put("parcel", client=rosa, grams=54_321)
    shop.write("client", rosa, {"loyalty.k2": "gold"})
    for path in ("/today", "/calendar", "/clients", f"/clients/{rosa}/bookings", f"/clients/{rosa}/info"):
        first.open(path)
        first.saved()
    edit(first, "Company", "Invented Kennels")
    first.tab("Notes")
    add_note(first, "Asks for Marta")
    first.saved()
    for kept in ("Rosi the Unknown", "loyalty.k2", "12345", "54321", "grey"):
        assert kept in first.stored(), kept
    asked = "SELECT nickname, loyalty, company FROM client WHERE id = ?"
    with house.store() as store, reading(store.db):
        ((nickname, loyalty, company),) = fetch(store.db, asked, (rosa,))
        grams = fetch(store.db, "SELECT grams FROM parcel ORDER BY grams", ())
    assert (nickname, json.loads(loyalty)) == ("Rosi the Unknown", {"k1": 7, "k2": "gold"})
    assert company == "Invented Kennels" and grams == [(12_345,), (54_321,)]


def facts(shop: Shop, client: str) -> dict[str, str]:
    """What the server holds of a client's facts."""
    held = shop.row("client", client).v
    return {cell: held[cell] for cell in FACTS.values() if cell in held}
