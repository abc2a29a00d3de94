"""A first copy is whole, whatever comes in its way: worker or tab dies at any step, or there is no room for it."""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, Route, Worker, expect

from sync import wire
from tests.browser.house import House
from tests.browser.household import Member
from tests.browser.profile import Profile
from tests.browser.shop import Shop, day, new_id

_CLIENTS = 26
_NOTES = 40
_BOOKINGS = 4
_SCHEDULES = int(os.environ.get("FICHERO_COPIES", "4"))
_FROM, _TO = "2026-01-01", "2027-12-31"

_SHOWN = """([from, to]) => {
  globalThis.asked ??= replica.stops(from, to);
  const sorted = (list) => list.map((each) => JSON.stringify(each)).sort();
  return [sorted(replica.directory.value), sorted(asked.value)];
}"""
"""What screens see of all clients and bookings, in an order of its own; the first time asks for the months."""

_TELLS = """() => {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (...said) {
    globalThis.told = true;
    postMessage.apply(this, said);
  };
}"""
"""Has it be seen that a worker was told whose copy to take."""

_AS_MANY = f"""([range, clients, stops]) => {{
  const [entries, booked] = ({_SHOWN})(range);
  return entries.length === clients && booked.length === stops;
}}"""
"""A condition: so many clients and bookings are shown."""


class Schedule:
    """One phone that joins a shop of some blocks, and dies at steps that a seed gives."""

    def __init__(self, browser: Browser, shop: Shop, folder: Path, seed: int):
        self.dice = Random(seed)
        self.shop = shop
        self.clients: list[str] = []
        self.rows: list[tuple[str, str]] = []
        self.bookings = 0
        self._fill()
        self.member = Member(browser, shop, folder, joins=False)
        self.started: list[Worker] = []
        self._watch(self.member.tabs[0])
        self.member.context.on("page", self._watch)
        self.deaths = 0

    def _watch(self, tab: Page) -> None:
        tab.on("worker", lambda worker: self.started.append(worker))

    def _fill(self) -> None:
        ops: list[dict[str, object]] = []
        for number in range(_CLIENTS):
            client = new_id()
            self.clients.append(client)
            ops.append(self._op("client", client, {"name": f"Invented Client {number}", "status": "active"}))
            for note in range(_NOTES):
                cells = {
                    "client": client,
                    "kind": "general",
                    "body": f"Note {note} \u00e9\u0416",
                    "visibility": "private",
                }
                ops.append(self._op("note", new_id(), cells))
            for booking in range(_BOOKINGS):
                when = {"start": f"{day(20 * booking)}T09:00", "minutes": 60, "zone": "Europe/Madrid"}
                cells = {"client": client, "when": when, "status": "confirmed"}
                ops.append(self._op("booking", new_id(), cells))
                self.bookings += 1
            if len(ops) > 400 or number == _CLIENTS - 1:
                self.shop.push(ops)
                ops = []

    def _op(self, table: str, row: str, cells: dict[str, object]) -> dict[str, object]:
        self.rows.append((table, row))
        return self.shop.op(table, row, cells)

    def play(self) -> None:
        """Die some times at a step each, then live."""
        for turn in range(4):
            last = turn == 3
            after = self.dice.choice([None, 0, 1, 3, 8])
            death = {"at": self.dice.randrange(1, 9), "after": after}
            self.member.dies = "" if last else f"globalThis.dies = {json.dumps(death)};"
            if turn and self.dice.randrange(4) == 0:
                # No worker starts: the page does it.
                self.member.dies = None
            tab = self._begin()
            if last or self.member.dies is None:
                tab.wait_for_function("() => replica.status.value.state === 'saved'", timeout=60_000)
                return
            if self._died(tab):
                self.deaths += 1
            if self.dice.randrange(3) == 0:
                self._erase()
            self.member.close_tab(tab)

    def _begin(self) -> Page:
        self.started.clear()
        if self.member.tabs:
            tab = self.member.tabs[0]
        else:
            tab = self.member.open_tab()
        tab.evaluate(_SHOWN, [_FROM, _TO])
        if tab.evaluate("replica.me.value") is None:
            self.member.join()
        return tab

    def _died(self, tab: Page) -> bool:
        """Wait until the worker is no more, or its work is done."""
        deadline = monotonic() + 30
        while monotonic() < deadline:
            done = tab.evaluate("replica.status.value.state === 'saved'")
            if done or (self.started and not tab.workers):
                return not done
            tab.wait_for_timeout(10)
        raise AssertionError("the worker neither died nor ended")

    def _erase(self) -> None:
        """Erase a client at the server: what was downloaded of the snapshot is of no use any more."""
        client = self.clients.pop()
        self.shop.write("client", client, {"erased": True})
        self.bookings -= _BOOKINGS

    def check(self) -> None:
        """Every row is here as the server holds it, in memory as at a fresh start, and nothing that was erased."""
        tab = self.member.tabs[0]
        held = {(row.t, row.i): row for table in {table for table, _ in self.rows} for row in self.shop.rows(table)}
        found = self.member.rows(tab, self.rows)
        for key, here in zip(self.rows, found, strict=True):
            assert here == _as_shown(held.get(key)), key
        counts = [[_FROM, _TO], len(self.clients), self.bookings]
        tab.wait_for_function(_AS_MANY, arg=counts)
        shown = tab.evaluate(_SHOWN, [_FROM, _TO])
        fresh = self.member.open_tab()
        fresh.wait_for_function(_AS_MANY, arg=counts)
        assert fresh.evaluate(_SHOWN, [_FROM, _TO]) == shown
        assert not self.member.faults, self.member.faults


def _as_shown(row: wire.Row | None) -> dict[str, object] | None:
    if row is None:
        return None
    return {"cells": row.v, "stamps": {cell: row.x.get(cell, row.s) for cell in row.v}}


@pytest.fixture
def schedules(browser: Browser, house: House, tmp_path: Path) -> Iterator[Callable[[int], Schedule]]:
    """Makes schedules of seeds."""
    made: list[Schedule] = []

    def make(seed: int) -> Schedule:
        made.append(Schedule(browser, Shop(house), tmp_path, seed))
        return made[-1]

    yield make
    for schedule in made:
        schedule.member.close()


@pytest.mark.parametrize("seed", range(1, 1 + _SCHEDULES))
def test_a_first_copy_is_whole_wherever_its_worker_dies(schedules: Callable[[int], Schedule], seed: int) -> None:
    schedule = schedules(seed)
    schedule.play()
    schedule.check()


def test_a_month_asked_for_before_the_worker_fails_to_start_comes_all_the_same(
    browser: Browser, shop: Shop, tmp_path: Path
) -> None:
    shop.booking(shop.client(), f"{day(90)}T09:00")
    member = Member(browser, shop, tmp_path, joins=False)
    tab = member.tabs[0]
    held: list[Route] = []
    member.context.route("**/downloader.js", lambda route: held.append(route))
    tab.evaluate(_TELLS)
    member.join()
    tab.wait_for_function("() => globalThis.told")
    tab.evaluate(_SHOWN, [_FROM, _TO])
    held[0].abort()
    tab.wait_for_function(_AS_MANY, arg=[[_FROM, _TO], 1, 1])
    member.close()


def test_a_copy_that_finds_no_room_is_told_and_goes_on_once_there_is_some(
    profiles: Callable[[House], Profile], shop: Shop
) -> None:
    client = shop.client()
    for _ in range(3):
        notes = [{"client": client, "kind": "general", "body": secrets.token_hex(4_000)} for _ in range(100)]
        shop.push([shop.op("note", new_id(), cells) for cells in notes])
    phone = profiles(shop.house).start()
    phone.allow_storage(1_000_000)
    phone.page.goto(shop.link())
    expect(phone.page.get_by_role("alert")).to_contain_text("no room")
    phone.allow_storage(None)
    phone.open(f"/clients/{client}")
    phone.saved()
    expect(phone.page.get_by_role("alert")).to_have_count(0)
    expect(phone.page.get_by_role("heading", name="Rosa Inventada", level=1)).to_be_visible()
