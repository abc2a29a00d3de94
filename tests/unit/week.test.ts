import assert from "node:assert/strict";
import { test } from "node:test";
import { isDay, mondayOf, weekOf } from "../../web/src/calendar/week.ts";

test("a week opens on the weekday that the business says", () => {
  assert.equal(weekOf("2026-11-21", 1)[0], "2026-11-16");
  assert.equal(weekOf("2026-11-21", 7)[0], "2026-11-15");
  assert.equal(weekOf("2026-11-21", 6)[0], "2026-11-21");
  assert.equal(weekOf("2026-11-22", 1)[6], "2026-11-22");
});

test("the Monday of an ISO week, also where the year does not begin with it", () => {
  assert.equal(mondayOf("2026-W47"), "2026-11-16");
  assert.equal(mondayOf("2027-W01"), "2027-01-04");
  assert.equal(mondayOf("2026-W53"), "2026-12-28");
  assert.equal(mondayOf("next week"), null);
});

test("only days that exist are days", () => {
  assert.ok(isDay("2028-02-29"));
  assert.ok(!isDay("2027-02-29"));
  assert.ok(!isDay("week"));
});
