"""Starting the installed app without a network, from a profile that holds the whole business.

Every start is a navigation in a browser that runs, as a phone's does in the background; the service worker answers.
Clocks start with the navigation. *Today painted*: its stops are in a frame that was drawn. *Search answered*: a query
typed as soon as there is a box has its finds on the screen. Earlier starts, which count for nothing, let the browser
keep the compiled code of the app, as it does for whoever opens it every day. The browser is driven by bare DevTools
messages: what Playwright runs in a page would be measured too. The processor is slowed by Chromium's own throttling,
which slows the page's main thread and not its storage. The floor is the same shell and scripts, signed in to a
business with nothing in it, to the painted heading of Today. The heap is what JavaScript holds on Today after a
garbage collection.
"""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench.browser import Phone, phone, signed_in
from bench.devtools import DevTools, Tab, running
from bench.figures import Figure, at_most, median
from bench.ground import Ground, open_store

_START = """({ drawn, query }) => {
  const told = {};
  const painted = (name) => {
    told[name] = -1;
    requestAnimationFrame(() => setTimeout(() => {
      told[name] = performance.now();
      if (name === (query ? 'found' : 'today')) said(JSON.stringify(told[name]));
    }));
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
_HABIT = 3
_STAY = 2
"""Earlier starts, and for how many seconds each stays open."""
_SPEEDS = ((1, 0.3, 0.5), (6, 1.0, 2.0))
"""Throttling of the processor, and the aims of Today and of search at it, in seconds."""


def run(ground: Ground) -> Iterator[Figure]:
    """Today and search at either speed beside the empty app, then the heap."""
    with ground.server(_nothing(ground)) as house:
        empty = Phone(signed_in(ground, house), house.address, "")
    held = phone(ground)
    rounds, speeds = ground.scale.rounds, _SPEEDS[: ground.scale.speeds]
    with running(empty.profile) as browser:
        habit(browser, empty, _HEADING, rounds)
        floors = [starts(browser, empty, _HEADING, slower, False, rounds) for slower, _, _ in speeds]
    with running(held.profile) as browser:
        habit(browser, held, STOPS, rounds)
        for (slower, today_aim, search_aim), floor in zip(speeds, floors, strict=True):
            today = starts(browser, held, STOPS, slower, False, rounds)
            found = starts(browser, held, STOPS, slower, True, rounds)
            yield Figure(f"Today painted, processor {slower}× slower", today, "s", floor, at_most(today_aim))
            yield Figure(f"search answered, processor {slower}× slower", found, "s", floor, at_most(search_aim))
        with browser.tab() as tab:
            _open(tab, held, STOPS, False)
            size = tab.heap()
        yield Figure("JavaScript heap on Today", size, "MB", aim=at_most(60))


def starts(browser: DevTools, held: Phone, drawn: str, slower: int, search: bool, rounds: int) -> float:
    """Median seconds of so many starts, each in its own tab."""
    return median([_start(browser, held, drawn, slower, search) for _ in range(rounds)]) / 1000


def _start(browser: DevTools, held: Phone, drawn: str, slower: int, search: bool) -> float:
    with browser.tab() as tab:
        tab.send("Emulation.setCPUThrottlingRate", rate=slower)
        return _open(tab, held, drawn, search)


def _open(tab: Tab, held: Phone, drawn: str, search: bool) -> float:
    asked = {"drawn": drawn, "query": held.name[:5] if search else ""}
    return tab.open(f"{held.address}/today", f"({_START})({json.dumps(asked)})")


def habit(browser: DevTools, held: Phone, drawn: str, rounds: int) -> None:
    """Start so often, and stay so long, that the browser keeps the app's compiled code; nothing tells that it does.

    Where fewer rounds are measured, fewer go before them.
    """
    for _ in range(min(_HABIT, rounds)):
        with browser.tab() as tab:
            _open(tab, held, drawn, False)
            time.sleep(_STAY)


def _nothing(ground: Ground) -> Path:
    """A data folder with a business and its owner, and nothing else."""
    data = ground.fresh("empty")
    with closing(open_store(data)) as store:
        business = store.add_business("Made-up Emptiness", "Europe/Madrid", "EUR", "en")
        store.add_member(business, "Olga Invented", "olga@example.com", "owner")
    return data
