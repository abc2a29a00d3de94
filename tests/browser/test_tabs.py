"""Several tabs of one profile are one device: one of them syncs, none loses an edit, and any may be closed."""

from collections.abc import Callable

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.acts import edit
from tests.browser.phone import Phone
from tests.browser.shop import Shop


class Sockets:
    """Which tabs of a phone hold an open socket."""

    def __init__(self, phone: Phone):
        self._open: dict[WebSocket, Page] = {}
        phone.context.on("page", self._watch)
        self._watch(phone.page)

    def _watch(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._opened(socket, page))

    def _opened(self, socket: WebSocket, page: Page) -> None:
        self._open[socket] = page
        socket.on("close", lambda _: self._open.pop(socket, None))

    @property
    def tabs(self) -> list[Page]:
        """The tabs that sync."""
        return [page for page in self._open.values() if not page.is_closed()]


def second_tab(phone: Phone, path: str) -> Phone:
    """Another tab of the same profile, on this path."""
    tab = Phone.__new__(Phone)
    tab.__dict__ |= phone.__dict__ | {"page": phone.context.new_page()}
    tab.open(path)
    return tab


def test_two_tabs_write_as_one_device_and_one_of_them_syncs(phones: Callable[..., Phone], shop: Shop) -> None:
    client = shop.client()
    phone = phones(shop, link="")
    sockets = Sockets(phone)
    phone.join(shop.link())
    phone.open(f"/clients/{client}/info")
    other = second_tab(phone, f"/clients/{client}/info")
    for round_ in range(3):
        edit(phone, "Company", f"Kennels {round_}")
        edit(other, "Position", f"Head {round_}")
        edit(other, "Company", f"Invented Kennels {round_}")
        expect(phone.field("Company")).to_have_value(f"Invented Kennels {round_}")
        expect(phone.field("Position")).to_have_value(f"Head {round_}")
    for tab in (phone, other):
        tab.saved()
    assert len(sockets.tabs) == 1
    device = shop.devices()[-1]
    assert shop.numbers(device.id) == list(range(1, 10)) and device.n == 9


def test_the_tab_that_syncs_is_closed_and_another_goes_on(phones: Callable[..., Phone], shop: Shop) -> None:
    client = shop.client()
    phone = phones(shop, link="")
    sockets = Sockets(phone)
    phone.join(shop.link())
    phone.open(f"/clients/{client}/info")
    other = second_tab(phone, f"/clients/{client}/info")
    edit(other, "Company", "Kennels")
    other.saved()
    (leader,) = sockets.tabs
    left, stays = (phone, other) if leader == phone.page else (other, phone)
    edit(left, "Position", "Head")
    left.page.close()
    edit(stays, "Company", "Invented Kennels")
    stays.saved()
    assert sockets.tabs == [stays.page]
    cells = shop.row("client", client).v
    assert (cells["company"], cells["position"]) == ("Invented Kennels", "Head")
    assert shop.numbers(shop.devices()[-1].id) == [1, 2, 3]
    shop.write("client", client, {"language": "es"})
    expect(stays.field("Language")).to_have_value("es")
