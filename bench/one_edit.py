"""One edit in a phone that holds the whole business: a task ticked off on the Tasks screen, offline.

*On screen*: from the click to the first change of the document under Tasks. *In the same frame*: the part of all
edits whose change came before the frame that follows the click. *Durable*: from the click until its strict IndexedDB
transaction is complete. The floor is a strict transaction of one bare put in the same browser, in a database of its
own. It does not show a phone's flash memory.
"""

from collections.abc import Iterator

from playwright.sync_api import Page

from bench.browser import browser, phone
from bench.figures import Aim, Figure, at_most, median, quantile
from bench.ground import Ground

_WATCH = """() => {
  const edits = globalThis.edits = [];
  addEventListener('click', () => {
    const edit = { began: performance.now() };
    edits.push(edit);
    const seen = new MutationObserver(() => { edit.seen ??= performance.now(); seen.disconnect(); });
    seen.observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true });
    requestAnimationFrame(() => { edit.frame = performance.now(); });
  }, true);
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...asked) {
    const tx = transaction.apply(this, asked);
    const edit = edits.at(-1);
    if (tx.durability === 'strict' && edit && !edit.opened) {
      edit.opened = true;
      tx.addEventListener('complete', () => { edit.durable = performance.now(); });
    }
    return tx;
  };
}"""

_EDIT = """async (at) => {
  const boxes = document.querySelectorAll('main input[type=checkbox]');
  const count = edits.length;
  boxes[at % boxes.length].click();
  while (!edits[count]?.durable || !edits[count].frame) await new Promise((done) => setTimeout(done));
  return edits[count];
}"""

_FLOOR = """async (count) => {
  const opening = indexedDB.open('floor');
  opening.onupgradeneeded = () => opening.result.createObjectStore('edits');
  const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const taken = [];
  for (let at = 0; at < count; at += 1) {
    const began = performance.now();
    const tx = db.transaction('edits', 'readwrite', { durability: 'strict' });
    tx.objectStore('edits').put({ n: at, v: { done: began } }, at);
    await new Promise((done) => { tx.oncomplete = done; });
    taken.push(performance.now() - began);
  }
  return taken;
}"""


def run(ground: Ground) -> Iterator[Figure]:
    """So many edits, one after another, and as many bare puts."""
    held = phone(ground)
    with browser(held.profile) as page:
        page.context.set_offline(True)
        page.add_init_script(f"({_WATCH})()")
        page.goto(f"{held.address}/tasks")
        page.wait_for_selector("main input[type=checkbox]")
        edits = _edits(page, ground.scale.samples)
        floor = page.evaluate(_FLOOR, ground.scale.samples)
    seen = [edit["seen"] - edit["began"] for edit in edits]
    durable = [edit["durable"] - edit["began"] for edit in edits]
    same = sum(edit["seen"] <= edit["frame"] for edit in edits) / len(edits)
    yield Figure("on screen, median", median(seen), "ms")
    yield Figure("on screen, p95", quantile(seen, 0.95), "ms")
    yield Figure("in the same frame", 100 * same, "%", aim=Aim("≥", 100))
    yield Figure("durable on the phone, median", median(durable), "ms", median(floor), at_most(10))
    yield Figure("durable on the phone, p95", quantile(durable, 0.95), "ms", quantile(floor, 0.95))


def _edits(page: Page, count: int) -> list[dict[str, float]]:
    return [page.evaluate(_EDIT, 0) for _ in range(count)]
