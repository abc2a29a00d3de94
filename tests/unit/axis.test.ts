import assert from "node:assert/strict";
import { test } from "node:test";
import { axisOf, isAgain, levelled, localAt, marksOf, nextStart, offsetOf, snap } from "../../web/src/calendar/axis.ts";
import { addDays, localTime, resolve } from "../../web/src/forms/localtime.ts";

/** Days on which clocks move, the hours that they have, and where on the axis the move is. */
const MOVES: [zone: string, day: string, hours: number, jump: [at: number, by: number] | null][] = [
  ["Europe/Madrid", "2026-03-29", 23, [120, 60]],
  ["Europe/Madrid", "2026-10-25", 25, [180, -60]],
  ["America/New_York", "2026-03-08", 23, [120, 60]],
  ["America/New_York", "2026-11-01", 25, [120, -60]],
  // In Santiago midnight is skipped in September, and in April the hour before it comes twice.
  ["America/Santiago", "2026-09-06", 23, null],
  ["America/Santiago", "2026-04-04", 25, [1440, -60]],
  ["Australia/Lord_Howe", "2026-10-04", 23.5, [120, 30]],
  ["Australia/Lord_Howe", "2026-04-05", 24.5, [120, -30]],
];

test("a day is as long as it really is", () => {
  for (const [zone, day, hours, jump] of MOVES) {
    const axis = axisOf(day, zone);
    assert.equal(axis.minutes, hours * 60, `${zone} ${day}`);
    assert.deepEqual(axis.jump && [axis.jump.at, axis.jump.by], jump, `${zone} ${day}`);
  }
  assert.equal(axisOf("2026-11-21", "Europe/Madrid").minutes, 1440);
});

test("every quarter of an hour shows what the zone's clock shows, on the days about each move too", () => {
  for (const [zone, day] of MOVES) {
    for (const each of [addDays(day, -1), day, addDays(day, 1)]) {
      const axis = axisOf(each, zone);
      for (let at = -60; at <= axis.minutes + 60; at += 15) {
        assert.equal(localAt(axis, at), localTime(axis.start + at * 60_000, zone), `${zone} ${each} ${at}`);
      }
      assert.equal(axisOf(addDays(each, 1), zone).start, axis.start + axis.minutes * 60_000);
    }
  }
});

test("the second pass is what a local time cannot say, and no booking is put there", () => {
  for (const [zone, day] of MOVES) {
    const axis = axisOf(day, zone);
    for (let at = 0; at < axis.minutes; at += 15) {
      const meant = (resolve(localAt(axis, at), zone).at - axis.start) / 60_000;
      assert.equal(isAgain(axis, at), meant !== at, `${zone} ${day} ${at}`);
      assert.equal(snap(axis, at + 4), meant);
    }
  }
});

test("steps by a quarter of an hour pass over the second pass, both ways", () => {
  const axis = axisOf("2026-10-25", "Europe/Madrid");
  assert.equal(nextStart(axis, 165, 1), 240);
  assert.equal(nextStart(axis, 240, -1), 165);
  assert.equal(nextStart(axis, 250, 1), 255);
  assert.equal(nextStart(axis, 250, -1), 240);
});

test("the repeated hour is labelled twice, the skipped one not at all", () => {
  const labels = (day: string, zone: string, last: string) =>
    marksOf(axisOf(day, zone))
      .map((mark) => mark.local.slice(11) + (mark.again ? " again" : ""))
      .filter((label) => label <= last);
  assert.deepEqual(labels("2026-10-25", "Europe/Madrid", "03:00"), ["00:00", "01:00", "02:00", "02:00 again", "03:00"]);
  assert.deepEqual(labels("2026-03-29", "Europe/Madrid", "04:00"), ["00:00", "01:00", "03:00", "04:00"]);
  assert.deepEqual(labels("2026-09-06", "America/Santiago", "02:00"), ["01:00", "02:00"]);
  assert.deepEqual(labels("2026-04-04", "America/Santiago", "~").slice(-2), ["23:00", "23:00 again"]);
  assert.deepEqual(labels("2026-04-05", "Australia/Lord_Howe", "03:00"), [
    "00:00",
    "01:00",
    "01:30 again",
    "02:00",
    "03:00",
  ]);
  assert.deepEqual(labels("2026-10-04", "Australia/Lord_Howe", "03:00"), ["00:00", "01:00", "02:30", "03:00"]);
});

test("times of day are found on the axis; a skipped one right after the move", () => {
  assert.equal(offsetOf(axisOf("2026-03-29", "Europe/Madrid"), 9 * 60), 8 * 60);
  assert.equal(offsetOf(axisOf("2026-03-29", "Europe/Madrid"), 2 * 60), 2 * 60);
  assert.equal(offsetOf(axisOf("2026-10-25", "Europe/Madrid"), 9 * 60), 10 * 60);
  assert.equal(offsetOf(axisOf("2026-09-06", "America/Santiago"), 0), 0);
  assert.equal(offsetOf(axisOf("2026-09-06", "America/Santiago"), 24 * 60), 23 * 60);
});

test("in a week the noons are level, so that only the night of the move is out of step", () => {
  const days = ["2026-10-24", "2026-10-25", "2026-10-26"].map((day) => axisOf(day, "Europe/Madrid"));
  assert.deepEqual(levelled(days), { tops: [60, 0, 60], minutes: 25 * 60 });
  const late = ["2026-04-04", "2026-04-05"].map((day) => axisOf(day, "America/Santiago"));
  assert.deepEqual(levelled(late), { tops: [0, 0], minutes: 25 * 60 });
});
