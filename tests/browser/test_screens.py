"""Every screen, light and dark, on a phone and on a desktop, for everybody, in each language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.phone import DESKTOP, PHONE, Phone
from tests.browser.shop import Shop, day


@dataclass
class Scenes:
    """The paths of a shop in which every kind of thing is in sight."""

    shop: Shop

    def __post_init__(self) -> None:
        shop = self.shop
        shop.member("Nora Invented", "staff")
        vip = shop.put("label", name="Regular", color="#7a4b8f")
        shop.put("field", on="client", label="Gate code", type="text", order=1)
        cells = {
            "phones.k1": {"kind": "mobile", "value": "+34 600 000 001"},
            "emails.e1": {"kind": "home", "value": "rosa@example.com"},
            "addresses.a1": {"kind": "home", "street": "Calle Inventada 1", "city": "Madrid"},
            f"labels.{vip}": True,
        }
        self.rosa = shop.client("Rosa Inventada", company="Invented Kennels", **cells)
        pet = shop.put("pet", client=self.rosa, name="Luna", species="dog", breed="Whippet", codes__bites=True)
        shop.put("note", client=self.rosa, kind="general", body="Bites when afraid", visibility="private", pinned=True)
        shop.put("note", client=self.rosa, kind="call", body="Called about the gate", visibility="shared")
        shop.put("task", client=self.rosa, description="Send the price list", due={"date": f"{day(-1)}"})
        shop.put("task", description="Buy shampoo", assignee=shop.owner, done=1_700_000_000_000)
        self.next = shop.booking(self.rosa, f"{day()}T23:45", **{f"pets.{pet}": True})
        shop.booking(self.rosa, f"{day()}T23:30", "requested")
        shop.booking(self.rosa, f"{day(-1)}T10:00", "completed")
        for name in ("Ana Ficticia", "Bruno Ficticio"):
            shop.client(name)

    @property
    def screens(self) -> dict[str, str]:
        """The path of every screen, and some data that is on it once it stands."""
        card = f"/clients/{self.rosa}"
        year, week, _ = day().isocalendar()
        return {
            "/today": "Luna",
            f"/calendar/{day()}": "Rosa Inventada",
            f"/calendar/week/{year}-W{week:02}": "Rosa Inventada",
            f"/calendar/month/{day():%Y-%m}": "Rosa Inventada",
            "/clients": "Bruno Ficticio",
            "/clients/new": "Bruno Ficticio",
            card: "Bites when afraid",
            f"{card}/info": "Luna",
            f"{card}/bookings": "Full groom",
            f"{card}/payments": "Full groom",
            f"{card}/notes": "Called about the gate",
            f"{card}/tasks": "Send the price list",
            f"/bookings/{self.next}": "Rosa Inventada",
            "/tasks": "Send the price list",
            "/attention": "23:45",
            "/more": "Olga Invented",
            "/settings": "",
            "/settings/devices": "van phone",
            "/settings/business": "",
            f"/settings/services/{self.shop.service}": "Full groom",
            "/settings/labels": "Regular",
            "/settings/fields": "Gate code",
            "/nowhere": "",
        }


@pytest.fixture
def scenes(shop: Shop) -> Scenes:
    """A shop with something of everything."""
    return Scenes(shop)


def draw(phone: Phone, path: str, text: str) -> Page:
    """Open a screen and wait until it stands."""
    phone.open(path)
    expect(phone.page.get_by_role("main")).to_contain_text(text)
    expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
    return phone.page


def themes(page: Page) -> Iterator[bool]:
    """Light, examined wholly, and dark, which differs in colours only."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield scheme == "dark"


def test_every_screen_fits_and_axe_finds_nothing_on_it(phones: Callable[..., Phone], scenes: Scenes) -> None:
    phone = phones(scenes.shop)
    wrong = []
    for path, text in scenes.screens.items():
        page = draw(phone, path, text)
        for width in (DESKTOP, PHONE):
            phone.resize(width)
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                wrong.append(f"{path} is wider than {width['width']} px")
            for dark in themes(page):
                wrong += findings(page, colours_only=dark)
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_in_dialogs_and_at_the_door(phones: Callable[..., Phone], scenes: Scenes) -> None:
    phone = phones(scenes.shop)
    wrong = []
    for tab, button in (
        ("", "Book"),
        ("", "Take payment"),
        ("", "Message"),
        ("", "More about this client"),
        ("/bookings", "Reschedule"),
        ("/payments", "Mark as paid"),
        ("/notes", "Add note"),
        ("/tasks", "New task"),
    ):
        page = draw(phone, f"/clients/{scenes.rosa}{tab}", "Rosa Inventada")
        phone.button(button).first.click()
        expect(phone.sheet).to_be_visible()
        for dark in themes(page):
            wrong += findings(page, colours_only=dark)
    door = phones(scenes.shop, link="")
    door.open("/today")
    expect(door.button("Sign in")).to_be_visible()
    for dark in themes(door.page):
        wrong += findings(door.page, colours_only=dark)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("locale", "today"), [("es-ES", "Hoy"), ("ru-RU", "Сегодня")])
def test_the_app_speaks_the_language_of_the_phone(
    phones: Callable[..., Phone], scenes: Scenes, locale: str, today: str
) -> None:
    phone = phones(scenes.shop, link="", locale=locale)
    phone.page.goto(scenes.shop.link())
    expect(phone.page.get_by_role("link", name=today)).to_be_visible()
    page = draw(phone, f"/clients/{scenes.rosa}", "Bites when afraid")
    assert page.locator("html").get_attribute("lang") == locale[:2]
    wrong = findings(page)
    assert not wrong, "\n".join(wrong)


def test_the_language_is_switched_at_once_and_kept(phones: Callable[..., Phone], shop: Shop) -> None:
    phone = phones(shop)
    phone.open("/settings/look")
    places = phone.page.get_by_role("navigation")
    phone.field("App language").select_option(label="Español")
    expect(places.get_by_role("link", name="Hoy")).to_be_visible()
    assert phone.page.locator("html").get_attribute("lang") == "es"
    phone.reload()
    expect(places.get_by_role("link", name="Hoy")).to_be_visible()
    phone.page.get_by_role("combobox", name="Idioma").first.select_option(label="English")
    expect(places.get_by_role("link", name="Today")).to_be_visible()
