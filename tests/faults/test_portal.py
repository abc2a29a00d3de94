"""Captive portals: 200 and a page for every request. Nothing of it is kept or believed, and edits wait."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.acts import edit, until
from tests.browser.phone import Phone
from tests.browser.shop import Shop
from tests.faults.badline import WORDS, BadLine

_KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
  }
  return texts.join();
}"""

_INSTALL = """async () => {
  const registration = await navigator.serviceWorker.register("/sw.js");
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  const over = () => ["redundant", "activated"].includes(worker.state);
  while (!over()) await new Promise((changed) => worker.addEventListener("statechange", changed, { once: true }));
  return worker.state;
}"""


@pytest.fixture
def line() -> BadLine:
    """The phone's line."""
    return BadLine()


def everything(path: str) -> bool:
    """What most portals answer."""
    return True


def test_edits_wait_behind_a_portal_and_nobody_is_signed_out(
    phones: Callable[..., Phone], shop: Shop, line: BadLine
) -> None:
    client = shop.client()
    phone = phones(shop, line=line)
    phone.installed()
    phone.open(f"/clients/{client}/info")
    expect(phone.field("Company")).to_be_visible()
    line.behind(everything)
    edit(phone, "Company", "Invented Kennels")
    expect(phone.sync).to_have_text("Offline, 1 waiting")
    until(phone, lambda: {"/sync", "/session"} <= set(line.answered), "the portal answers")
    asked = len(line.answered)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    until(phone, lambda: len(line.answered) > asked, "the portal answers again")
    phone.reload()
    expect(phone.field("Company")).to_have_value("Invented Kennels")
    expect(phone.page.get_by_role("alert")).to_have_count(0)
    assert WORDS not in phone.page.content() + phone.page.evaluate(_KEPT)
    line.behind(None)
    expect(phone.sync).to_have_text("Saved", timeout=60_000)
    assert shop.row("client", client).v["company"] == "Invented Kennels"


def test_signing_out_behind_a_portal_ends_the_session_once_it_is_left(
    phones: Callable[..., Phone], shop: Shop, line: BadLine
) -> None:
    phone = phones(shop, line=line)
    phone.installed()
    line.behind(everything)
    phone.open("/settings/phone")
    phone.button("Sign out").click()
    phone.button("Sign out", phone.sheet).click()
    expect(phone.page.get_by_role("heading", name="Sign in")).to_be_visible()
    cookies = phone.context.cookies()
    assert "/session" in line.answered and signed_in(shop, cookies)
    line.behind(None)
    phone.open("/today")
    until(phone, lambda: not signed_in(shop, cookies), "the session ends on the server")


def signed_in(shop: Shop, cookies: list) -> bool:
    """Whether the server knows a cookie's session."""
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
    return shop.house.serving.ask("GET", "/session", cookie=cookie).status == 200


def test_a_service_worker_installs_nothing_of_a_portal(phones: Callable[..., Phone], shop: Shop, line: BadLine) -> None:
    line.captive = lambda path: path == "/sw.js"
    phone = phones(shop, line=line)
    until(phone, lambda: "/sw.js" in line.answered, "the portal answers for the service worker")
    until(phone, lambda: phone.faults, "the browser does not take it")
    assert all("unsupported MIME type" in fault for fault in phone.faults)
    phone.faults.clear()
    line.behind(lambda path: path != "/sw.js")
    assert phone.page.evaluate(_INSTALL) == "redundant"
    assert WORDS not in phone.page.evaluate(_KEPT)
    line.behind(None)
    assert phone.page.evaluate(_INSTALL) == "activated"
    line.behind(everything)
    phone.open("/clients")
    expect(phone.page.get_by_role("navigation", name="Main")).to_be_visible()
    assert WORDS not in phone.page.content() + phone.page.evaluate(_KEPT)
