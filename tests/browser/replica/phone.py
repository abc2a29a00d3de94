"""A browser profile with the real replica in it, driven by the steps that drive the simulated phones."""

import uuid
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route
from playwright.sync_api import Error as PlaywrightError

from sync import wire
from sync.scope import Seat
from tests.browser.replica.post import Post
from tests.browser.rooms import bundle
from tests.model.devices import Phone

CLOCK = """(() => {
  if (location.protocol === "about:") return;
  const Real = Date;
  let ahead = Number(localStorage.getItem("ahead") ?? 0);
  globalThis.setAhead = (ms) => { ahead = ms; localStorage.setItem("ahead", String(ms)); };
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Math.max(0, Real.now() + ahead)); }
    static now() { return Math.max(0, Real.now() + ahead); }
  };
})()"""
"""The phone's clock can be set wrong by so many ms."""

_EDIT = """async ([table, id, cells]) => {
  if (!replica.me.value) return false;
  await replica.edit({ table, id, cells });
  return true;
}"""
_NUDGE = "() => { dispatchEvent(new Event('offline')); dispatchEvent(new Event('online')); }"
_PAID = """async ([client, booking, money, method]) => {
  const { rows } = await look();
  const paid = rows.filter(({ t }) => t === "payment");
  const payments = paid.map(({ i, v }) => ({ table: "payment", id: i, cells: v }));
  const row = { table: "booking", id: booking, cells: { client, price: money } };
  if (isPaid(row, payments)) return;
  const made = markPaid(row, payments, { method });
  if (!(await replica.row("payment", made.id))) await replica.edit(made);
}"""


class RealPhone:
    """One profile. It has the methods of `devices.Phone` that steps call; what they do is done in a page."""

    def __init__(
        self, browser: Browser, name: str, seat: Seat, address: str, folder: Path, state: dict[str, Any] | None = None
    ):
        self.name = name
        self.seat = seat
        self._browser, self._address, self._folder = browser, address, folder
        self.post = Post()
        self.context: BrowserContext = browser.new_context(
            bypass_csp=True, proxy={"server": self.post.address}, storage_state=state
        )
        self.context.add_init_script(CLOCK)
        self.context.route("**/downloader.js", self._send_worker)
        self.tabs: list[Page] = []
        self.faults: list[str] = []
        self.open_tab()

    @property
    def tab(self) -> Page:
        """The tab that is used."""
        return self.tabs[-1]

    @property
    def connected(self) -> bool:
        """Whether the line is whole."""
        return self.post._whole

    # Tabs and lines

    def open_tab(self) -> None:
        """Another tab. The page is made here, so that it opens without a network."""
        tab = self.context.new_page()
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.route(
            f"{self._address}/page", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
        )
        tab.goto(f"{self._address}/page")
        tab.add_script_tag(content=bundle("page", self._folder), type="module")
        tab.wait_for_function("() => 'replica' in globalThis")
        tab.evaluate("() => replica.ready")
        self.tabs.append(tab)

    def _send_worker(self, route: Route) -> None:
        route.fulfill(body=bundle("downloader", self._folder), content_type="text/javascript")

    def kill_tab(self, which: int) -> None:
        """End a tab, whatever it is doing; one is always open."""
        self.tabs.pop(which % len(self.tabs)).close()
        if not self.tabs:
            self.open_tab()

    def join(self, token: str) -> None:
        """Sign in."""
        self.tab.evaluate("(token) => replica.join(token, 'made up')", token)

    def mend(self) -> None:
        """The line is whole, and every tab hears of it."""
        self.post.let_go()
        self.post.mend()
        for tab in self.tabs:
            tab.evaluate(_NUDGE)

    def set_clock(self, ahead: int) -> None:
        """The clock is wrong by so many ms."""
        for tab in self.tabs:
            tab.evaluate("(ms) => setAhead(ms)", ahead)

    def stand(self) -> dict[str, Any]:
        """Where it stands: see `look.ts`."""
        return self.tab.evaluate("() => stand()")

    def state(self) -> dict[str, Any]:
        """Everything that the profile holds, to make another of it."""
        return self.context.storage_state(indexed_db=True)

    def evict(self) -> None:
        """The browser drops what it keeps for the app, but for the cookies."""
        while self.tabs:
            self.tabs.pop().close()
        page = self.context.new_page()
        devtools = self.context.new_cdp_session(page)
        kinds = "indexeddb,cache_storage,service_workers"
        devtools.send("Storage.clearDataForOrigin", {"origin": self._address, "storageTypes": kinds})
        page.close()
        self.open_tab()

    def close(self) -> None:
        """Lay it aside."""
        self.context.close()
        self.post.close()

    # What a person does

    def keys(self, table: str) -> list[str]:
        """The ids of a table's rows, own new ones too."""
        return self.tab.evaluate("(table) => idsOf(table)", table)

    def seen(self, table: str, id: str) -> dict[str, Any] | None:
        """The values on the screen."""
        return self.tab.evaluate("async ([table, id]) => (await replica.row(table, id))?.cells ?? null", [table, id])

    def edit(self, o: str, time: int, table: str, id: str, values: dict[str, Any], whole: bool = False) -> bool:
        """One edit, safe on the phone when this returns; False when nobody is signed in."""
        return self.tab.evaluate(_EDIT, [table, id, values])

    def edit_and_die(self, table: str, id: str, values: dict[str, Any]) -> None:
        """The tab is killed in the midst of an edit, which may be safe or not."""
        self.tab.evaluate(f"(edit) => void ({_EDIT})(edit)", [table, id, values])
        self.kill_tab(-1)

    def delete(self, o: str, time: int, table: str, id: str) -> None:
        """A delete, as the app makes it."""
        self.edit(o, time, table, id, {"deleted": True})

    def mark_paid(self, o: str, time: int, booking: str, money: Any, method: str) -> None:
        """The booking is paid, unless it is on the screen as paid."""
        seen = self.seen("booking", booking) or {}
        self.tab.evaluate(_PAID, [seen.get("client"), booking, money, method])

    def reverse(self, o: str, time: int, payment: str) -> None:
        """The payment is taken back, unless it is on the screen as taken back."""
        id, seen = str(uuid.uuid5(uuid.UUID(payment), "reversal")), self.seen("payment", payment)
        if seen and self.seen("payment", id) is None and seen.get("kind") == "payment":
            values = {cell: seen[cell] for cell in ("client", "booking", "money", "method") if cell in seen}
            self.edit(o, time, "payment", id, values | {"kind": "reversal", "reverses": payment})

    # What it holds

    def held(self) -> Phone:
        """The same as a simulated phone holds it, for the invariants."""
        found = self.tab.evaluate("() => look()")
        counter, copy = found["counter"], found["copy"]
        phone = Phone(self.name, self.seat, counter["device"])
        phone.epoch, phone.cursor = copy["epoch"], copy["cursor"]
        phone.rows = {(row["t"], row["i"]): wire.Row(**row) for row in found["rows"]}
        phone.outbox = [_op(op) for op in found["outbox"]]
        phone.archive = [(op["device"], _op(op)) for op in found["archive"]]
        phone.arriving = [(op["pending"], _op(op)) for op in found["archive"] if "pending" in op]
        for refusal in found["refused"]:
            phone.refused.setdefault(refusal["key"].split("/")[0], set()).add(refusal.get("cell"))
        return phone

    def agree(self) -> None:
        """Every way of reading the copy says the same, in every tab."""
        for tab in self.tabs:
            try:
                tab.evaluate("() => agree()")
            except PlaywrightError as error:
                raise AssertionError(f"{self.name}: {error}") from None


def _bare(route: Route) -> None:
    route.fulfill(body="<!doctype html>", content_type="text/html")


def _op(op: dict[str, Any]) -> dict[str, Any]:
    return {name: op[name] for name in ("n", "o", "w", "t", "i", "v", "b")}
