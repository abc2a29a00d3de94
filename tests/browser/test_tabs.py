"""Several tabs of one profile are one device: one of them syncs, none loses an edit, and any may be closed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.acts import edit, until
from tests.browser.phone import Phone
from tests.browser.shop import Shop


class Sockets:
    """Which of some tabs hold an open socket, of those opened from here on."""

    def __init__(self, *tabs: Phone):
        self._open: dict[WebSocket, Page] = {}
        for tab in tabs:
            tab.page.on("websocket", lambda socket, page=tab.page: self._opened(socket, page))

    def _opened(self, socket: WebSocket, page: Page) -> None:
        self._open[socket] = page
        socket.on("close", lambda _: self._open.pop(socket, None))

    @property
    def tabs(self) -> list[Page]:
        """The tabs that sync."""
        return [page for page in self._open.values() if not page.is_closed()]


@pytest.fixture
def client(shop: Shop) -> str:
    """The client whose card is open in both tabs."""
    return shop.client()


@pytest.fixture
def tabs(phones: Callable[..., Phone], shop: Shop, client: str) -> tuple[Phone, Phone]:
    """Two tabs of one phone."""
    phone = phones(shop)
    phone.open(f"/clients/{client}/info")
    other = phone.another_tab()
    other.open(f"/clients/{client}/info")
    return phone, other


def test_two_tabs_write_as_one_device_and_one_of_them_syncs(tabs: tuple[Phone, Phone], shop: Shop) -> None:
    one, other = tabs
    sockets = Sockets(*tabs)
    one.go_offline()
    for round_ in range(3):
        edit(one, "Company", f"Kennels {round_}")
        edit(other, "Position", f"Head {round_}")
        edit(other, "Company", f"Invented Kennels {round_}")
        expect(one.field("Company")).to_have_value(f"Invented Kennels {round_}")
        expect(one.field("Position")).to_have_value(f"Head {round_}")
        if round_ == 1:
            one.go_online()
    for tab in tabs:
        tab.saved()
    assert len(sockets.tabs) == 1
    device = shop.devices()[-1]
    assert shop.numbers(device.id) == list(range(1, 10)) and device.n == 9


def test_the_tab_that_syncs_is_closed_and_another_goes_on(tabs: tuple[Phone, Phone], shop: Shop, client: str) -> None:
    one, other = tabs
    sockets = Sockets(*tabs)
    one.go_offline()
    edit(other, "Company", "Kennels")
    one.go_online()
    other.saved()
    (leader,) = sockets.tabs
    left, stays = (one, other) if leader == one.page else (other, one)
    edit(left, "Position", "Head")
    left.page.close()
    edit(stays, "Language", "es")
    stays.saved()
    until(stays, lambda: sockets.tabs == [stays.page], "the tab that is left syncs")
    cells = shop.row("client", client).v
    assert (cells["company"], cells["position"], cells["language"]) == ("Kennels", "Head", "es")
    assert shop.numbers(shop.devices()[-1].id) == [1, 2, 3]
    shop.write("client", client, {"tax_id": "X-1"})
    expect(stays.field("Tax ID")).to_have_value("X-1")
