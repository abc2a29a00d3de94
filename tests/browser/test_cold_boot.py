"""The app starts without a network on any path, and a newer build waits until the person lets it in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import panel
from tests.browser.build import Build
from tests.browser.house import House
from tests.browser.phone import Phone
from tests.browser.profile import Profile
from tests.browser.shop import Shop, day


@pytest.fixture
def rosa(shop: Shop) -> str:
    """A client with a note, who comes today."""
    client = shop.client("Rosa Inventada")
    shop.put("note", client=client, kind="general", body="Ring twice", visibility="private")
    shop.booking(client, f"{day()}T23:45")
    return client


def test_a_browser_started_without_signal_opens_a_deep_link(
    profiles: Callable[[House], Profile], shop: Shop, rosa: str
) -> None:
    profile = profiles(shop.house)
    phone = profile.start()
    phone.join(shop.link())
    phone.installed()
    profile.quit()
    phone = profile.start()
    phone.line.cut()
    phone.open(f"/clients/{rosa}/notes")
    expect(phone.page.get_by_role("heading", name="Rosa Inventada", level=1)).to_be_visible()
    expect(panel(phone)).to_contain_text("Ring twice")
    expect(phone.sync).to_contain_text("Offline")
    assert not phone.faults


def test_today_and_unknown_paths_open_without_signal(phones: Callable[..., Phone], shop: Shop, rosa: str) -> None:
    phone = phones(shop)
    phone.installed()
    phone.go_offline()
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.open("/today")
    stop = phone.page.get_by_role("main").get_by_role("listitem").filter(has_text="Rosa Inventada")
    expect(stop).to_contain_text("23:45")
    phone.open("/no/such/screen")
    expect(phone.page.get_by_role("heading", name="There is nothing here", level=1)).to_be_visible()
    phone.page.get_by_role("main").get_by_role("link", name="Today").click()
    expect(stop).to_be_visible()


def test_a_newer_build_is_offered_and_reload_shows_it(phones: Callable[..., Phone], tmp_path: Path) -> None:
    build = Build(tmp_path / "build")
    house = House(tmp_path / "data", build.home)
    try:
        phone = phones(Shop(house))
        phone.installed()
        place = phone.page.get_by_role("navigation", name="Main").get_by_role("link")
        build.reword("frame", "nav.tasks", "To do")
        phone.reload()
        expect(phone.page.get_by_role("status").filter(has_text="new version")).to_be_visible()
        expect(place.filter(has_text="Tasks")).to_be_visible()
        phone.button("Reload").click()
        expect(place.filter(has_text="To do")).to_be_visible()
        phone.saved()
    finally:
        house.close()
