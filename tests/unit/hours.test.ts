import assert from "node:assert/strict";
import { test } from "node:test";
import { another, faults, likeMonday, readWeek, storedWeek, weekFrom } from "../../web/src/settings/hoursweek.ts";

const span = (from: string, to: string) => ({ from, to });

test("a week starts on the day that it should", () => {
  assert.deepEqual(weekFrom(1), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(weekFrom(6), [6, 7, 1, 2, 3, 4, 5]);
  assert.deepEqual(weekFrom(7), [7, 1, 2, 3, 4, 5, 6]);
});

test("where nobody said, weekdays are open from nine to six", () => {
  const week = readWeek(null);
  assert.deepEqual(week[1], [span("09:00", "18:00")]);
  assert.deepEqual(week[6], []);
});

test("stored hours are read as they hold, and what cannot be read is left out", () => {
  const week = readWeek({ 1: [["16:00", "20:00"], ["18:00", "09:00"], "nonsense"], 2: [["20:00", "00:00"]] });
  assert.deepEqual(week[1], [span("16:00", "20:00")]);
  assert.deepEqual(week[2], [span("20:00", "00:00")]);
  assert.deepEqual(week[3], []);
});

test("hours are stored for every day, in order, closed days too", () => {
  const stored = storedWeek({ 1: [span("16:00", "20:00"), span("09:00", "13:00")] });
  assert.deepEqual(stored[1], [
    ["09:00", "13:00"],
    ["16:00", "20:00"],
  ]);
  assert.deepEqual(stored[7], []);
  assert.deepEqual(readWeek(stored)[7], []);
});

test("a week with no open day is not taken for one where nobody said", () => {
  assert.deepEqual(readWeek(storedWeek({}))[1], []);
});

test("a span must end after it starts; midnight ends a day", () => {
  assert.deepEqual(faults([span("09:00", "09:00")]), ["ends"]);
  assert.deepEqual(faults([span("13:00", "09:00")]), ["ends"]);
  assert.deepEqual(faults([span("20:00", "00:00")]), [""]);
  assert.deepEqual(faults([span("", "09:00"), span("10:00", "")]), ["missing", "missing"]);
});

test("of two spans that overlap the later one is wrong, in whatever order they stand", () => {
  assert.deepEqual(faults([span("09:00", "13:00"), span("13:00", "20:00")]), ["", ""]);
  assert.deepEqual(faults([span("09:00", "13:00"), span("12:00", "20:00")]), ["", "overlaps"]);
  assert.deepEqual(faults([span("12:00", "20:00"), span("09:00", "13:00")]), ["overlaps", ""]);
  assert.deepEqual(faults([span("09:00", "13:00"), span("09:00", "13:00")]), ["", "overlaps"]);
  assert.deepEqual(faults([span("09:00", "18:00"), span("10:00", "11:00"), span("12:00", "13:00")]), [
    "",
    "overlaps",
    "overlaps",
  ]);
});

test("another span is proposed an hour later, as long as the day has room", () => {
  assert.deepEqual(another([span("09:00", "13:00")]), span("14:00", "18:00"));
  assert.deepEqual(another([span("09:00", "21:00")]), span("22:00", "00:00"));
  assert.equal(another([span("09:00", "23:00")]), undefined);
  assert.equal(another([span("09:00", "")]), undefined);
});

test("Monday's hours are copied to the weekdays only", () => {
  const week = likeMonday({ 1: [span("08:00", "14:00")], 5: [], 6: [span("10:00", "12:00")] });
  assert.deepEqual(week[5], [span("08:00", "14:00")]);
  assert.deepEqual(week[6], [span("10:00", "12:00")]);
});
