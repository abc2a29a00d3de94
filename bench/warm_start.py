"""Starting the installed app without a network, from a profile that holds the whole business.

Every start is a navigation in a browser that runs, as a phone's does in the background; the service worker answers.
Clocks start with the navigation. *Today painted*: its stops are in a frame that was drawn. *Search answered*: a query
typed as soon as there is a box has its finds on the screen. The processor is slowed by Chromium's own throttling,
which slows the page's main thread and not its storage. The floor is the same shell and scripts, signed in to a
business with nothing in it, to the painted heading of Today. The heap is what JavaScript holds on Today after a
garbage collection.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page

from bench.browser import PATIENCE, Phone, browser, devtools, heap, phone, signed_in
from bench.figures import Figure, at_most, median
from bench.ground import Ground, open_store

_START = """({ drawn, query }) => {
  const told = globalThis.bench = {};
  const painted = (name) => {
    told[name] = -1;
    requestAnimationFrame(() => setTimeout(() => { told[name] = performance.now(); }));
  };
  const look = () => {
    if (!told.today && document.querySelector(drawn)) painted('today');
    const box = query && !told.typed && document.querySelector('search input');
    if (box) {
      told.typed = performance.now();
      box.focus();
      box.value = query;
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    if (query && !told.found && document.querySelector('[role=listbox] .client-line')) painted('found');
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}"""

STOPS = "main ol.stops li"
_HEADING = "main h1, main h2"
_SPEEDS = ((1, 0.3, 0.5), (6, 1.0, 2.0))
"""Throttling of the processor, and the aims of Today and of search at it, in seconds."""


def run(ground: Ground) -> Iterator[Figure]:
    """Today and search at either speed beside the empty app, then the heap."""
    with ground.server(_nothing(ground)) as house:
        empty = Phone(signed_in(ground, house), house.address, "")
    held = phone(ground)
    rounds, speeds = ground.scale.rounds, _SPEEDS[: ground.scale.speeds]
    with browser(empty.profile) as page:
        floors = [starts(page, empty, _HEADING, slower, False, rounds) for slower, _, _ in speeds]
    with browser(held.profile) as page:
        for (slower, today_aim, search_aim), floor in zip(speeds, floors, strict=True):
            today = starts(page, held, STOPS, slower, False, rounds)
            found = starts(page, held, STOPS, slower, True, rounds)
            yield Figure(f"Today painted, processor {slower}× slower", today, "s", floor, at_most(today_aim))
            yield Figure(f"search answered, processor {slower}× slower", found, "s", floor, at_most(search_aim))
        yield Figure("JavaScript heap on Today", heap(page), "MB", aim=at_most(60))


def starts(page: Page, held: Phone, drawn: str, slower: int, search: bool, rounds: int) -> float:
    """Median seconds of so many starts, each in its own tab; `page` stays on Today, and the service worker awake."""
    page.context.set_offline(True)
    page.goto(f"{held.address}/today")
    page.wait_for_selector(drawn, state="attached")
    asked = {"drawn": drawn, "query": held.name[:5] if search else ""}
    return median([_start(page, held.address, asked, slower) for _ in range(rounds)]) / 1000


def _start(page: Page, address: str, asked: dict[str, str], slower: int) -> float:
    tab = page.context.new_page()
    tab.add_init_script(f"({_START})({json.dumps(asked)})")
    devtools(tab).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    tab.goto(f"{address}/today")
    awaited = "found" if asked["query"] else "today"
    tab.wait_for_function(f"() => globalThis.bench?.{awaited} > 0", timeout=PATIENCE)
    took = tab.evaluate(f"globalThis.bench.{awaited}")
    tab.close()
    return took


def _nothing(ground: Ground) -> Path:
    """A data folder with a business and its owner, and nothing else."""
    data = ground.fresh("empty")
    with closing(open_store(data)) as store:
        business = store.add_business("Made-up Emptiness", "Europe/Madrid", "EUR", "en")
        store.add_member(business, "Olga Invented", "olga@example.com", "owner")
    return data
