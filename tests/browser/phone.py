"""A phone: a browser profile with its own storage and its own line, and what a thumb does over and over."""

import re
from copy import copy

from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Locator, Page, ViewportSize, expect

from tests.browser.line import Line

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SETTINGS = {"locale": "en-GB", "timezone_id": "Europe/Madrid", "viewport": PHONE}
"""What every context begins with; a test changes what it is about."""

PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits for the frame after the next."""

_NETWORK = re.compile(r"net::ERR_|WebSocket connection to|responded with a status of (401|403|502|503)")
"""What Chromium itself says in the console of requests that had no answer or a refusal."""

_EVERYTHING = """async () => {
  const wanted = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const kept = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await wanted(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      kept[`${name}/${store}`] = await wanted(db.transaction(store).objectStore(store).getAll());
    }
    db.close();
  }
  const text = (_, value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value);
  return JSON.stringify(kept, text);
}"""


class Phone:
    """One context and its first page. What goes wrong in any of its pages is kept in `faults`."""

    def __init__(self, context: BrowserContext, address: str, line: Line | None = None):
        self.context = context
        self.address = address
        self.line = line
        self.faults: list[str] = []
        self._storage: CDPSession | None = None
        context.on("page", self._watch)
        for page in context.pages:
            self._watch(page)
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _NETWORK.search(message.text):
            self.faults.append(f"{message.page.url if message.page else ''}: {message.text}")

    # Going about

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.address + path)

    def join(self, link: str) -> None:
        """Sign in with a link and wait until the phone holds its copy."""
        self.page.goto(link)
        expect(self.page.get_by_role("navigation", name="Main")).to_be_visible()
        self.saved()

    def installed(self) -> None:
        """Wait until the app starts without a network."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def another_tab(self) -> "Phone":
        """A new tab of the same profile; closing the phone closes it too."""
        tab = copy(self)
        tab.page = self.context.new_page()
        return tab

    def reload(self) -> None:
        """As pulling down does."""
        self.page.reload()

    def resize(self, size: ViewportSize) -> None:
        """Make the window so large and wait until it is drawn so: scripts hear of it a frame later than styles do."""
        self.page.set_viewport_size(size)
        self.page.evaluate(PAINTED)

    def button(self, name: str, within: Page | Locator | None = None) -> Locator:
        """A button by its whole name."""
        return (within or self.page).get_by_role("button", name=name, exact=True)

    def field(self, label: str, within: Page | Locator | None = None) -> Locator:
        """A field by its whole label."""
        return (within or self.page).get_by_label(label, exact=True)

    def tab(self, name: str) -> None:
        """Open a tab of the card."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    @property
    def sheet(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    # Signal

    @property
    def sync(self) -> Locator:
        """The sync status."""
        return self.page.get_by_role("status", name="Sync", exact=True)

    def saved(self) -> None:
        """Wait until everything is on the server and nothing needs attention."""
        expect(self.sync).to_have_text("Saved")

    def settled(self) -> None:
        """Wait until everything is on the server, whether or not something needs attention."""
        expect(self.sync).to_have_text(re.compile("Saved|Needs attention"))

    def go_offline(self) -> None:
        """Aeroplane mode: the browser is told, and what was open is cut."""
        self.context.set_offline(True)
        if self.line:
            self.line.cut()
        expect(self.sync).to_contain_text("Offline")

    def go_online(self) -> None:
        """The signal is back, and the browser is told."""
        if self.line:
            self.line.mend()
        self.context.set_offline(False)

    def waiting(self, count: int) -> None:
        """Wait until so many edits are safe on this phone and not on the server yet."""
        expect(self.sync).to_have_text(f"Offline, {count} waiting")

    # Storage

    def allow_storage(self, size: int | None) -> None:
        """Give this app's storage so many bytes; None: as many as the disk has.

        Chromium remembers the room that a database had when it was opened: less of it tells in a browser just started.
        """
        if not self._storage:
            self._storage = self.context.new_cdp_session(self.context.new_page())
        quota = {} if size is None else {"quotaSize": size}
        self._storage.send("Storage.overrideQuotaForOrigin", {"origin": self.address} | quota)

    def evict(self) -> None:
        """Lose what the browser keeps for this app but the cookies, as under storage pressure; the page is left."""
        self.page.goto("about:blank")
        kinds = "indexeddb,cache_storage,service_workers,local_storage,file_systems"
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": kinds})

    def stored(self) -> str:
        """Everything in this app's IndexedDB, as one text."""
        return self.page.evaluate(_EVERYTHING)

    def close(self) -> None:
        """Lay it aside."""
        self.context.close()
        if self.line:
            self.line.close()
