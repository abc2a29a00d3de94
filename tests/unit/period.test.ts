import assert from "node:assert/strict";
import { test } from "node:test";
import { dayIn, daysOf, pathOf, step, weekName } from "../../web/src/calendar/period.ts";
import { mondayOf } from "../../web/src/calendar/week.ts";
import { addDays } from "../../web/src/forms/localtime.ts";

test("each view has a path, a week that of the Monday in it", () => {
  assert.equal(pathOf("day", "2026-11-21", 1), "/calendar/2026-11-21");
  assert.equal(pathOf("week", "2026-11-21", 1), "/calendar/week/2026-W47");
  assert.equal(pathOf("week", "2026-11-22", 1), "/calendar/week/2026-W47");
  assert.equal(pathOf("week", "2026-11-22", 7), "/calendar/week/2026-W48");
  assert.equal(pathOf("month", "2026-11-21", 1), "/calendar/month/2026-11");
  assert.equal(pathOf("week", "2027-01-01", 1), "/calendar/week/2026-W53");
});

test("the name of a week leads back to its Monday, for ten years", () => {
  for (let monday = "2020-12-28"; monday < "2031"; monday = addDays(monday, 7)) {
    assert.equal(mondayOf(weekName(monday)), monday);
    assert.equal(dayIn("week", weekName(monday)), monday);
  }
});

test("a date that does not exist means the nearest before it, and nonsense nothing", () => {
  assert.equal(dayIn("day", "2026-02-30"), "2026-02-28");
  assert.equal(dayIn("day", "2026-2-3"), "2026-02-03");
  assert.equal(dayIn("day", "garbage"), null);
  assert.equal(dayIn("day", "2026-13-01"), null);
  assert.equal(dayIn("week", "2026-W54"), "2026-12-28");
  assert.equal(dayIn("week", "2027-W54"), "2027-12-27");
  assert.equal(dayIn("week", "2025-W53"), "2025-12-22");
  assert.equal(dayIn("week", "2026-W00"), null);
  assert.equal(dayIn("month", "2026-11"), "2026-11-01");
  assert.equal(dayIn("month", "2026-00"), null);
});

test("a step is a day, a week or a month, which may be shorter", () => {
  assert.equal(step("day", "2026-11-30", 1), "2026-12-01");
  assert.equal(step("week", "2026-11-30", -1), "2026-11-23");
  assert.equal(step("month", "2026-01-31", 1), "2026-02-28");
  assert.equal(step("month", "2026-01-31", -1), "2025-12-31");
  assert.equal(daysOf("month", "2028-02-10", 1).length, 29);
});
