"""The replica over a real IndexedDB, under schedules that a seed repeats: I1, I2, I3, I4, I13, I14."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from sync.database import fetch, reading
from tests.browser.house import House
from tests.browser.household import Member
from tests.browser.rooms import bare_page
from tests.browser.shop import Shop, new_id


@pytest.fixture(scope="module")
def rooms(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the schedules."""
    context = browser.new_context()
    yield bare_page(context, tmp_path_factory.mktemp("rooms"))
    context.close()


@pytest.mark.parametrize("seed", range(1, 13))
def test_rows_hold_whatever_comes_twice_late_or_is_cut_short(rooms: Page, seed: int) -> None:
    rooms.evaluate("([seed, steps]) => playRows(seed, steps)", [seed, 40])


@pytest.mark.parametrize("seed", range(1, 13))
def test_edits_keep_their_numbers_whichever_tab_dies(rooms: Page, seed: int) -> None:
    rooms.evaluate("([seed, steps]) => playOutbox(seed, steps)", [seed, 40])


_EDIT = """([table, id, cells]) => replica.edit({ table, id, cells })"""


class Schedule:
    """Two profiles of one member, edited at random in any tab, with lines cut, tabs ended, clones made."""

    def __init__(self, browser: Browser, shop: Shop, folder: Path, seed: int):
        self.dice = Random(seed)
        self.shop = shop
        self.clients = [shop.client(f"Invented Client {number}") for number in range(4)]
        self.notes: list[str] = []
        self.saved: set[str] = set()
        self.made = 0
        self.members = [Member(browser, shop, folder) for _ in range(2)]
        for member in self.members:
            member.drained(member.tabs[0])

    def step(self) -> None:
        """One thing that happens."""
        member = self.dice.choice(self.members)
        tab = self.dice.choice(member.tabs)
        match self.dice.randrange(14):
            case 0:
                member.cut()
            case 1 | 2:
                member.mend()
            case 3 if member.online and len(member.tabs) < 3:
                member.open_tab()
            case 4 if len(member.tabs) > 1:
                self.end(member, tab)
            case 5 if len(self.members) < 4 and member.online:
                self.members.append(member.clone())
            case _:
                table, row, value = self.thing()
                tab.evaluate(_EDIT, [table, row, self.cells(table, value)])
                self.saved.add(value)

    def end(self, member: Member, tab: Page) -> None:
        """End a tab in the midst of an edit, which may be safe or not."""
        table, row, value = self.thing()
        tab.evaluate(f"(edit) => void ({_EDIT})(edit)", [table, row, self.cells(table, value)])
        member.close_tab(tab)

    def thing(self) -> tuple[str, str, str]:
        """A row to edit, new or not, and a value that no other edit has."""
        self.made += 1
        value = f"value {self.made}"
        if self.dice.randrange(2):
            return "client", self.dice.choice(self.clients), value
        if not self.notes or self.dice.randrange(2):
            self.notes.append(new_id())
        return "note", self.dice.choice(self.notes), value

    def cells(self, table: str, value: str) -> dict[str, str]:
        """What an edit writes."""
        if table == "note":
            return {"body": value, "client": self.clients[0]}
        return {self.dice.choice(["name", "company", "custom.f1"]): value}

    def settle(self) -> None:
        """Every line is mended; every profile has sent and heard everything."""
        for member in self.members:
            member.mend()
        for _ in range(2):
            for member in self.members:
                for tab in member.tabs:
                    member.drained(tab)

    def check(self) -> None:
        """Nothing that was safe is lost, nothing was applied twice, and every tab shows what the server holds."""
        with self.shop.house.store() as store, reading(store.db):
            sql = 'SELECT "o", "cell", "value", "device", "n" FROM "history" WHERE "business" = ?'
            history = fetch(store.db, sql, (self.shop.id,))
        applied = [(o, cell) for o, cell, *_ in history]
        assert len(applied) == len(set(applied)), "an op was applied twice"
        values = {json.loads(value) for _, _, value, *_ in history if value and value.startswith('"value ')}
        assert self.saved <= values, f"lost: {sorted(self.saved - values)}"
        for device in self.shop.devices():
            numbers = {n for *_, of, n in history if of == device.id}
            assert max(numbers, default=0) <= device.n
        rows = [("client", each) for each in self.clients] + [("note", each) for each in self.notes]
        held = [self.shop.row(*each) for each in rows]
        wanted = [row and {"cells": row.v, "stamps": {cell: row.x.get(cell, row.s) for cell in row.v}} for row in held]
        for member in self.members:
            for tab in member.tabs:
                tab.wait_for_function(_SHOWS, arg=[[list(each) for each in rows], wanted], timeout=30_000)
            assert not member.faults, member.faults

    def close(self) -> None:
        """Lay the profiles aside."""
        for member in self.members:
            member.close()


_SHOWS = """async ([rows, wanted]) => {
  const sorted = (value) => JSON.stringify(value, (_, item) =>
    item && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item);
  const found = await Promise.all(rows.map(([table, id]) => replica.row(table, id)));
  return sorted(found.map((row) => row && { cells: row.cells, stamps: row.stamps })) === sorted(wanted);
}"""
"""A condition: the rows of a tab are those of the server, own edits no longer over them."""


@pytest.mark.parametrize("seed", range(1, 6))
def test_profiles_tabs_and_clones_lose_nothing_and_agree(
    browser: Browser, house: House, tmp_path: Path, seed: int
) -> None:
    schedule = Schedule(browser, Shop(house), tmp_path, seed)
    try:
        for _ in range(40):
            schedule.step()
        schedule.settle()
        schedule.check()
    finally:
        schedule.close()
