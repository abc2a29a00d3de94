"""Every screen, sheet, empty state and error that a person can meet, and how to come there in any language.

The pictures of docs/screens and the tests that look at all screens share this list. Controls are found by their
catalogue keys, so that a scene is the same in English, in Russian and in a made-up language.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.line import Line
from tests.server.process import ROOT

WORDS = ROOT / "web" / "src" / "words"
NOBODY = "00000000-0000-7000-8000-000000000000"
"""The id of no row at all."""


def words(locale: str, folder: Path = WORDS) -> dict[str, str]:
    """All plain texts of a language, by their keys; of plural ones the form for many."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob(f"*.{locale}.json")):
        for key, text in json.loads(path.read_text()).items():
            found[key] = text if isinstance(text, str) else text["other"]
    return found


@dataclass
class Stage:
    """A page that is signed in, or not, the words on it, and where to find what a scene is about."""

    page: Page
    words: dict[str, str]
    client: str = ""
    """A client with a pet, a pinned note, notes, a task and bookings, one of them today and not over."""
    booking: str = ""
    """That booking."""
    today: str = ""
    """The business's today, as `2026-11-17`."""
    free: str = ""
    """A day without bookings."""
    name: str = ""
    """The beginning of a name that the search finds."""
    line: Line | None = None
    """The page's way to the server, where scenes cut it."""

    def text(self, key: str, **slots: str) -> str:
        """A text of the catalogues with its slots filled."""
        return self.words[key].format(**slots)

    def button(self, key: str, within: Page | Locator | None = None, **slots: str) -> Locator:
        """The first button of that name, on the page or in a part of it."""
        return (within or self.page).get_by_role("button", name=self.text(key, **slots), exact=True).first

    def press(self, key: str, **slots: str) -> None:
        """Press the first button of that name, and wait for the sheet that it opens."""
        self.button(key, **slots).click()
        expect(self.sheet).to_be_visible()

    @property
    def sheet(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    @property
    def sync(self) -> Locator:
        """The sync status."""
        return self.page.get_by_role("status", name=self.text("sync.name"), exact=True)

    @property
    def search(self) -> Locator:
        """The frame's search box."""
        return self.page.get_by_role("searchbox", name=self.text("clients.search"), exact=True)

    def first_row(self) -> Locator:
        """The first client of the list."""
        return self.page.get_by_role("main").get_by_role("list").locator("[data-index='0']").get_by_role("link")


def _nothing(stage: Stage) -> None:
    """The path alone shows it."""


@dataclass(frozen=True)
class Scene:
    """One thing to look at: a path, and what is done there."""

    name: str
    path: str
    """With `{client}`, `{booking}`, `{today}` and `{free}` to be filled from the stage."""
    act: Callable[[Stage], None] = _nothing
    at: str = "full"
    """Where: `full`, a business with everything; `new`, one with nothing; `door`, a browser that is not signed in."""
    alone: bool = False
    """It leaves the browser in a state that no other scene can use."""
    wide_only: bool = field(default=False, kw_only=True)
    """Phones have no such thing."""

    def address(self, stage: Stage) -> str:
        """Its path on a stage."""
        return self.path.format(client=stage.client, booking=stage.booking, today=stage.today, free=stage.free)


def pressing(*keys: str) -> Callable[[Stage], None]:
    """What presses these buttons one after another."""

    def act(stage: Stage) -> None:
        for key in keys:
            stage.press(key)

    return act


def _on_my_way(stage: Stage) -> None:
    """The message of the last stop whose acts must be opened for it, where the large one has none."""
    way, closed = stage.button("today.way"), stage.page.get_by_role("main").get_by_role("button", pressed=False)
    expect(closed.last).to_be_visible()
    while not way.is_visible():
        closed.last.click()
    stage.press("today.way")


def _search(stage: Stage) -> None:
    stage.search.fill(stage.name)
    expect(stage.page.get_by_role("listbox")).to_be_visible()


def _find_nobody(stage: Stage) -> None:
    stage.search.fill("qqqqq zzzzz")
    expect(stage.button("clients.show_all")).to_be_visible()


def _select(stage: Stage) -> None:
    stage.button("clients.select").click()
    stage.page.get_by_role("checkbox").first.click()


def _delete_several(stage: Stage) -> None:
    _select(stage)
    stage.page.get_by_role("checkbox").nth(1).click()
    stage.press("clients.delete")


def _open_beside(stage: Stage) -> None:
    stage.first_row().click()
    expect(stage.page.get_by_role("complementary")).to_be_visible()


def _ask_before_deleting(stage: Stage) -> None:
    stage.press("card.more")
    stage.button("card.delete", stage.sheet).click()
    expect(stage.button("kit.cancel", stage.sheet)).to_be_visible()


def _delete(stage: Stage) -> None:
    # Coming back must not load the page anew, which a browser without a service worker could not do now.
    stage.page.evaluate("history.pushState(history.state, '', location.href)")
    _go_offline(stage)
    _ask_before_deleting(stage)
    stage.button("card.delete", stage.sheet).click()
    expect(stage.button("kit.undo")).to_be_visible()
    stage.page.go_back()
    expect(stage.button("attention.bring-back")).to_be_visible()


def _tick(stage: Stage) -> None:
    _go_offline(stage)
    stage.page.get_by_role("main").get_by_role("checkbox").first.click()
    expect(stage.button("kit.undo")).to_be_visible()


def _keys(stage: Stage) -> None:
    stage.page.keyboard.press("?")
    expect(stage.sheet).to_be_visible()


def _edit_pet(stage: Stage) -> None:
    stage.page.get_by_role("button", name=stage.words["card.pet.edit"].split("{")[0].strip()).first.click()


def _go_offline(stage: Stage) -> None:
    stage.page.context.set_offline(True)
    if stage.line:
        stage.line.cut()
    expect(stage.sync).to_contain_text(stage.text("sync.offline.none"))


def _edit(stage: Stage) -> None:
    field = stage.page.get_by_label(stage.text("card.company"), exact=True)
    field.fill("Invented Kennels")
    field.blur()


def _edit_offline(stage: Stage) -> None:
    _go_offline(stage)
    _edit(stage)
    expect(stage.button("kit.undo")).to_be_visible()


def _err(stage: Stage) -> None:
    field = stage.page.get_by_label(stage.text("card.birth_date"), exact=True).first
    field.fill("2199-01-01")
    field.blur()
    expect(stage.page.get_by_text(stage.text("card.wrong.future"))).to_be_visible()


def _be_signed_out(stage: Stage) -> None:
    stage.page.context.clear_cookies()
    stage.page.reload()
    expect(stage.page.get_by_text(stage.text("problem.signed-out"))).to_be_visible()


def _add_device(stage: Stage) -> None:
    stage.press("devices.add")
    expect(stage.sheet.get_by_role("img", name=stage.text("devices.qr"))).to_be_visible()


def _open_first(stage: Stage) -> None:
    section = stage.page.evaluate("location.pathname")
    stage.page.get_by_role("main").locator(f"a[href^='{section}/']").first.click()
    stage.page.wait_for_url(re.compile(f"{section}/."))


def _bring_bad_link(stage: Stage) -> None:
    expect(stage.page.get_by_role("alert")).to_be_visible()


def _open_member(stage: Stage) -> None:
    stage.page.get_by_role("list", name=stage.text("team.title")).get_by_role("link").first.click()
    expect(stage.page.get_by_role("group", name=stage.text("team.hours"))).to_be_visible()


SECTIONS = ("look", "devices", "phone", "log", "business", "team", "services", "labels", "fields")
"""The sections of the settings."""

SCENES = [
    # The five places and what lies under them.
    Scene("today", "/today"),
    Scene("today-empty", "/today/{free}"),
    Scene("on-my-way", "/today", _on_my_way),
    Scene("search", "/today", _search),
    Scene("keys", "/today", _keys, wide_only=True),
    Scene("calendar", "/calendar"),
    Scene("calendar-week", "/calendar/week/2026-W47"),
    Scene("calendar-month", "/calendar/month/2026-11"),
    Scene("booking-new", "/bookings/new"),
    Scene("booking", "/bookings/{booking}"),
    Scene("reschedule", "/bookings/{booking}", pressing("bookings.reschedule")),
    Scene("clients", "/clients"),
    Scene("clients-beside", "/clients", _open_beside, wide_only=True),
    Scene("clients-selecting", "/clients", _select),
    Scene("clients-deleting", "/clients", _delete_several),
    Scene("clients-nobody", "/clients", _find_nobody),
    Scene("client-new", "/clients/new"),
    Scene("card", "/clients/{client}"),
    Scene("card-info", "/clients/{client}/info"),
    Scene("card-info-wrong", "/clients/{client}/info", _err, alone=True),
    Scene("card-bookings", "/clients/{client}/bookings"),
    Scene("card-payments", "/clients/{client}/payments"),
    Scene("card-notes", "/clients/{client}/notes"),
    Scene("card-tasks", "/clients/{client}/tasks"),
    Scene("card-gone", f"/clients/{NOBODY}"),
    Scene("card-deleted", "/clients/{client}", _delete, alone=True),
    Scene("book", "/clients/{client}", pressing("card.book")),
    Scene("payment", "/clients/{client}", pressing("card.take_payment")),
    Scene("message", "/clients/{client}", pressing("card.message")),
    Scene("card-menu", "/clients/{client}", pressing("card.more")),
    Scene("confirm", "/clients/{client}", _ask_before_deleting),
    Scene("pet", "/clients/{client}/info", _edit_pet),
    Scene("note", "/clients/{client}/notes", pressing("card.add_note")),
    Scene("task", "/tasks", pressing("tasks.new")),
    Scene("tasks", "/tasks"),
    Scene("toast", "/tasks", _tick, alone=True),
    Scene("attention", "/attention"),
    Scene("more", "/more"),
    Scene("settings", "/settings"),
    *(Scene(f"settings-{section}", f"/settings/{section}") for section in SECTIONS),
    Scene("settings-member", "/settings/team", _open_member),
    Scene("settings-service", "/settings/services", _open_first),
    Scene("settings-field", "/settings/fields", _open_first),
    Scene("team-add", "/settings/team", pressing("team.add")),
    Scene("sign-out", "/settings/phone", pressing("phone.leave")),
    Scene("add-device", "/settings/devices", _add_device),
    # What goes wrong.
    Scene("offline", "/clients/{client}/info", _edit_offline, alone=True),
    Scene("signed-out", "/today", _be_signed_out, alone=True),
    Scene("nowhere", "/no/such/screen"),
    # A business with nothing in it yet.
    Scene("first-today", "/today", at="new"),
    Scene("first-calendar", "/calendar", at="new"),
    Scene("first-clients", "/clients", at="new"),
    Scene("first-tasks", "/tasks", at="new"),
    Scene("first-attention", "/attention", at="new"),
    Scene("first-services", "/settings/services", at="new"),
    # A browser that nobody signed in on.
    Scene("signin", "/today", at="door"),
    Scene("signin-wrong", "/join#a-link-that-nobody-ever-made", _bring_bad_link, at="door", alone=True),
]


def open_scene(stage: Stage, scene: Scene, address: str) -> None:
    """Go to a scene from wherever the page is; `address` is the server's. Returns once it stands."""
    stage.page.goto(address + scene.address(stage))
    expect(stage.page.get_by_role("heading", level=1)).to_be_attached()
    if scene.at != "door":
        expect(stage.sync).to_have_text(re.compile(f"{stage.text('sync.saved')}|{stage.text('sync.attention')}"))
    scene.act(stage)
