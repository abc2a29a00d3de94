import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, type Stretch } from "../../web/src/calendar/columns.ts";

const overlap = (a: Stretch, b: Stretch) => a.from < b.to && b.from < a.to;

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** The most of `group` that stand at one moment, by looking at every minute. */
function deepest(group: readonly Stretch[]): number {
  let most = 0;
  for (let minute = 0; minute < 100; minute++) {
    most = Math.max(most, group.filter(({ from, to }) => from <= minute && minute < to).length);
  }
  return most;
}

/** Everything that hangs together with `one` through overlaps. */
function together(one: Stretch, all: readonly Stretch[]): Stretch[] {
  const found = new Set([one]);
  for (const each of found) for (const other of all) if (overlap(each, other)) found.add(other);
  return [...found];
}

test("what does not overlap takes the whole width", () => {
  const day = [
    { from: 0, to: 30 },
    { from: 30, to: 60 },
    { from: 90, to: 120 },
  ];
  assert.deepEqual(columnsOf(day), [
    { column: 0, of: 1 },
    { column: 0, of: 1 },
    { column: 0, of: 1 },
  ]);
});

test("a column that is free again is used again", () => {
  const day = [
    { from: 0, to: 60 },
    { from: 0, to: 20 },
    { from: 20, to: 40 },
  ];
  assert.deepEqual(columnsOf(day), [
    { column: 0, of: 2 },
    { column: 1, of: 2 },
    { column: 1, of: 2 },
  ]);
});

test("whatever the day, nothing covers anything and no column is wasted", () => {
  for (let seed = 0; seed < 400; seed++) {
    const roll = dice(seed);
    const day = Array.from({ length: roll(12) }, () => {
      const from = roll(80);
      return { from, to: from + 1 + roll(20) };
    });
    const places = columnsOf(day);
    for (const [i, a] of day.entries()) {
      const place = places[i];
      assert.equal(place?.of, deepest(together(a, day)), `seed ${seed}`);
      assert.ok(place.column >= 0 && place.column < place.of);
      for (const [j, b] of day.entries()) {
        if (i !== j && overlap(a, b)) assert.notEqual(place.column, places[j]?.column, `seed ${seed}`);
      }
    }
  }
});
