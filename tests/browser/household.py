"""Browser profiles that run the replica without the app around it, on a real server: tabs, clones, sudden ends."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.line import Line
from tests.browser.rooms import bundle
from tests.browser.shop import Shop

_DRAINED = """() => {
  const { state, waiting, progress } = replica.status.value;
  return state !== "offline" && waiting === 0 && progress === undefined;
}"""
_ROW = """async (rows) => {
  const found = await Promise.all(rows.map(([table, id]) => replica.row(table, id)));
  return found.map((row) => row && { cells: row.cells, stamps: row.stamps });
}"""


class Member:
    """One browser profile with its line to the server and its tabs."""

    def __init__(
        self,
        browser: Browser,
        shop: Shop,
        folder: Path,
        state: dict[str, Any] | None = None,
        joins: bool = True,
    ):
        self._browser = browser
        self._shop = shop
        self._folder = folder
        self.line = Line()
        self.online = True
        self.context: BrowserContext = browser.new_context(
            bypass_csp=True, proxy={"server": self.line.address}, storage_state=state
        )
        self.dies: str | None = ""
        """A script to stand before that of the worker that downloads, as to when it dies; None: no worker starts."""
        self.context.route("**/downloader.js", self._send_worker)
        self.tabs: list[Page] = []
        self.faults: list[str] = []
        self.open_tab()
        if state is None and joins:
            self.join()

    def join(self) -> None:
        """Sign in."""
        token = self._shop.link().rsplit("#", 1)[1]
        self.tabs[0].evaluate("(token) => replica.join(token, 'made up')", token)

    def _send_worker(self, route: Route) -> None:
        if self.dies is None:
            route.abort()
        else:
            route.fulfill(body=self.dies + bundle("downloader", self._folder), content_type="text/javascript")

    def cut(self) -> None:
        """Cut the line; the browser is not told."""
        self.online = False
        self.line.cut()

    def mend(self) -> None:
        """Mend the line, and tell every tab."""
        self.online = True
        self.line.mend()
        for tab in self.tabs:
            tab.evaluate("() => dispatchEvent(new Event('online'))")

    def open_tab(self) -> Page:
        """Another tab. The page is the server's, so that its sockets are allowed; the script is put into it."""
        tab = self.context.new_page()
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.goto(f"{self._shop.house.address}/healthz")
        self._run(tab)
        self.tabs.append(tab)
        return tab

    def _run(self, tab: Page) -> None:
        tab.add_script_tag(content=bundle("page", self._folder), type="module")
        tab.wait_for_function("() => 'replica' in globalThis")
        tab.evaluate("() => replica.ready")

    def close_tab(self, tab: Page) -> None:
        """End a tab, whatever it is doing."""
        self.tabs.remove(tab)
        tab.close()

    def clone(self) -> "Member":
        """A copy of this profile, as a restored backup of the phone makes it."""
        return Member(self._browser, self._shop, self._folder, self.context.storage_state(indexed_db=True))

    def drained(self, tab: Page) -> None:
        """Wait until everything of this tab is on the server."""
        tab.wait_for_function(_DRAINED, timeout=60_000)

    def rows(self, tab: Page, wanted: list[tuple[str, str]]) -> list[dict[str, Any] | None]:
        """Rows as the tab shows them."""
        return tab.evaluate(_ROW, [list(each) for each in wanted])

    def close(self) -> None:
        """Lay it aside."""
        self.context.close()
        self.line.close()
