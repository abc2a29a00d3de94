import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stop } from "../../sync/replica.ts";
import { axisOf } from "../../web/src/calendar/axis.ts";
import { closedSpans, piecesOn } from "../../web/src/calendar/pieces.ts";

const stop = (start: string, minutes: number, zone = "Europe/Madrid") => ({ id: start, start, minutes, zone }) as Stop;

const drawn = (day: string, stops: Stop[], zone = "Europe/Madrid") =>
  piecesOn(axisOf(day, zone), stops).map(({ from, to, column, of }) => [from, to, column, of]);

test("a booking through the night stands on both days, with its real length", () => {
  const boarding = stop("2026-10-24T22:00", 12 * 60);
  assert.deepEqual(drawn("2026-10-24", [boarding]), [[22 * 60, 34 * 60, 0, 1]]);
  assert.deepEqual(drawn("2026-10-25", [boarding]), [[-2 * 60, 10 * 60, 0, 1]]);
});

test("an hour over the move of the clocks is an hour tall", () => {
  assert.deepEqual(drawn("2026-03-29", [stop("2026-03-29T01:30", 60)]), [[90, 150, 0, 1]]);
  assert.deepEqual(drawn("2026-10-25", [stop("2026-10-25T02:30", 60)]), [[150, 210, 0, 1]]);
});

test("only what overlaps in real time stands side by side", () => {
  const night = [stop("2026-10-25T02:00", 60), stop("2026-10-25T03:00", 30)];
  assert.deepEqual(drawn("2026-10-25", night), [
    [120, 180, 0, 1],
    [240, 270, 0, 1],
  ]);
});

test("a booking made in another zone stands at its instant", () => {
  const abroad = stop("2026-11-21T23:30", 60, "America/New_York");
  assert.deepEqual(drawn("2026-11-21", [abroad]), []);
  assert.deepEqual(drawn("2026-11-22", [abroad]), [[5 * 60 + 30, 6 * 60 + 30, 0, 1]]);
});

test("a booking without a length is a quarter of an hour tall", () => {
  assert.deepEqual(drawn("2026-11-21", [stop("2026-11-21T10:00", 0)]), [[600, 615, 0, 1]]);
});

test("the time in which one does not work, by the clock, also when that moves", () => {
  const hours = {
    7: [
      ["09:00", "13:00"],
      ["15:00", "24:00"],
    ],
  };
  assert.deepEqual(closedSpans(axisOf("2026-11-22", "Europe/Madrid"), hours), [
    { from: 0, to: 540 },
    { from: 780, to: 900 },
  ]);
  assert.deepEqual(closedSpans(axisOf("2026-03-29", "Europe/Madrid"), hours), [
    { from: 0, to: 480 },
    { from: 720, to: 840 },
  ]);
  assert.deepEqual(closedSpans(axisOf("2026-11-21", "Europe/Madrid"), hours), [{ from: 0, to: 1440 }]);
});
