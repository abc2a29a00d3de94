import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stop } from "../../sync/replica.ts";
import { pairs } from "../../web/src/attention/pairs.ts";

const stop = (id: string, start: string, minutes: number, more: Partial<Stop> = {}) =>
  ({
    id,
    start: `2026-11-21T${start}`,
    minutes,
    member: "m",
    status: "confirmed",
    zone: "Europe/Madrid",
    ...more,
  }) as Stop;
const found = (...stops: Stop[]) => pairs(stops, "Europe/Madrid").map((pair) => pair.map(({ id }) => id).join());

test("two open bookings of one member at one time are a pair, whatever their order", () => {
  assert.deepEqual(found(stop("b", "10:00", 60), stop("a", "09:30", 60)), ["a,b"]);
  assert.deepEqual(found(stop("a", "09:00", 240), stop("b", "10:00", 30), stop("c", "12:00", 30)), ["a,b", "a,c"]);
});

test("one after the other, another member, and what is called off are none", () => {
  assert.deepEqual(found(stop("a", "09:00", 60), stop("b", "10:00", 60)), []);
  assert.deepEqual(found(stop("a", "09:00", 60), stop("b", "09:30", 60, { member: "n" })), []);
  assert.deepEqual(found(stop("a", "09:00", 60), stop("b", "09:30", 60, { status: "cancelled" })), []);
});

test("zones are compared by the instant", () => {
  assert.deepEqual(found(stop("a", "10:00", 60), stop("b", "09:30", 60, { zone: "Europe/London" })), ["a,b"]);
});
