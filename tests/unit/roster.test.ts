import assert from "node:assert/strict";
import { test } from "node:test";
import type { Packed } from "../../sync/directory.ts";
import { Roster } from "../../sync/roster.ts";
import { listed, pageOf, type Shelved, unshelve } from "../../sync/shelves.ts";

/** Made-up clients; names repeat, so that the order of ids counts too. */
const entry = (id: string, name: string, more: object = {}) =>
  ({
    id,
    name,
    fold: name,
    pets: [{ id: "p", name: 'Rex"\n{"id":"x"' }],
    upcoming: [],
    hidden: false,
    ...more,
  }) as unknown as Packed;
const ids = (roster: Roster) => roster.list.peek().map(({ id }) => id);

/** A generator of numbers that is the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test("changes put into a list that stands give what a new list of all gives", () => {
  const roll = numbers(7);
  const roster = new Roster();
  const held = new Map<string, Packed>();
  const edited = new Map<string, Packed | null>();
  ids(roster);
  for (let round = 0; round < 400; round += 1) {
    const touched = Array.from({ length: 1 + roll(4) }, () => `c${roll(30)}`);
    for (const id of touched) {
      const made = entry(id, "abc"[roll(3)] as string, { hidden: roll(5) === 0 });
      if (roll(3)) held.set(id, made);
      else held.delete(id);
      roster.set([[id, held.has(id) ? (roll(2) ? JSON.stringify(made) : made) : null]], false);
      const over = roll(4) ? undefined : roll(3) ? entry(id, "xyz"[roll(3)] as string) : null;
      if (over === undefined) edited.delete(id);
      else edited.set(id, over);
      roster.edit(id, over);
    }
    if (round % 50 === 0) roster.regroup(new Map(["c1", "c2"].map((id) => [id, round % 100 ? ["c1", "c2"] : [id]])));
    roster.refresh(touched);
    const whole = new Roster();
    whole.set(held, false);
    for (const [id, over] of edited) whole.edit(id, over);
    whole.regroup(new Map(["c1", "c2"].map((id) => [id, [...roster.group(id)]])));
    whole.refresh();
    // A client is known before the list is made.
    for (const id of touched) assert.deepEqual(whole.entry(id), roster.entry(id));
    assert.deepEqual(roster.list.peek(), whole.list.peek());
  }
});

test("an entry is read from its shelf by itself, whatever its texts hold", () => {
  const pages = [[entry("a", "one"), entry("b", "two")], [], [entry("c", 'th"ree\n],[\n{"id":"z"')]];
  const text = listed(pages.map((page) => pageOf(page, [], []).entries));
  for (const written of [text, JSON.stringify(pages)]) {
    const shelved: Shelved = { homes: new Map(), entries: new Map() };
    assert.equal(unshelve(written, 16, shelved), 3);
    assert.deepEqual(
      [...shelved.homes],
      [
        ["a", 16],
        ["b", 16],
        ["c", 18],
      ],
    );
    assert.deepEqual(
      [...shelved.entries.values()].map((each) => JSON.parse(each)),
      pages.flat(),
    );
  }
  assert.equal(unshelve("[]", 0, { homes: new Map(), entries: new Map() }), 0);
  assert.equal(unshelve(listed([]), 0, { homes: new Map(), entries: new Map() }), 0);
});
