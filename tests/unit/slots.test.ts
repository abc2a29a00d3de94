import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stop } from "../../sync/replica.ts";
import {
  freeStarts,
  isOutside,
  nearestFree,
  nextFree,
  openSpans,
  overlapping,
  type Wish,
} from "../../web/src/forms/slots.ts";

const ZONE = "Europe/Madrid";

function stop(start: string, minutes: number, more: Partial<Stop> = {}): Stop {
  return {
    id: start,
    client: "c",
    pets: [],
    service: "bath",
    member: "m",
    start,
    minutes,
    zone: ZONE,
    status: "confirmed",
    modality: "theirs",
    amount: null,
    currency: "EUR",
    paid: false,
    waiting: false,
    ...more,
  } as Stop;
}

function wish(stops: Stop[], more: Partial<Wish> = {}): Wish {
  const hours = { 6: [["09:00", "12:00"]] };
  return {
    member: "m",
    minutes: 60,
    hours,
    stops,
    zone: ZONE,
    buffer: () => 0,
    notBefore: "2026-11-01T00:00",
    ...more,
  };
}

const clocks = (starts: string[]) => starts.map((start) => start.slice(11));

test("an empty day is free every half hour until the last that still fits", () => {
  assert.deepEqual(clocks(freeStarts("2026-11-21", wish([]))), ["09:00", "09:30", "10:00", "10:30", "11:00"]);
});

test("booked time and the buffer after it are left out, and each gap is offered from its beginning", () => {
  const stops = [stop("2026-11-21T09:30", 30)];
  assert.deepEqual(clocks(freeStarts("2026-11-21", wish(stops, { buffer: () => 10 }))), ["10:10", "10:30", "11:00"]);
});

test("cancelled, other members' and the moved booking itself take no time", () => {
  const stops = [
    stop("2026-11-21T09:00", 180, { status: "cancelled" }),
    stop("2026-11-21T09:05", 180, { member: "other" }),
    stop("2026-11-21T09:10", 180),
  ];
  assert.equal(freeStarts("2026-11-21", wish(stops)).length, 0);
  assert.equal(freeStarts("2026-11-21", wish(stops, { except: "2026-11-21T09:10" })).length, 5);
});

test("nothing is offered in the past", () => {
  assert.deepEqual(clocks(freeStarts("2026-11-21", wish([], { notBefore: "2026-11-21T10:12" }))), [
    "10:15",
    "10:30",
    "11:00",
  ]);
  assert.deepEqual(freeStarts("2026-11-21", wish([], { notBefore: "2026-11-22T08:00" })), []);
});

test("the next free starts go over several days", () => {
  const hours = { 6: [["09:00", "12:00"]], 7: [["10:00", "12:00"]] };
  assert.deepEqual(nextFree("2026-11-20", 7, wish([], { hours }), 4, 2), [
    "2026-11-21T09:00",
    "2026-11-21T09:30",
    "2026-11-22T10:00",
    "2026-11-22T10:30",
  ]);
});

test("hours that nobody entered are the usual ones; a day that is not named is closed", () => {
  assert.deepEqual(openSpans(null, "2026-11-20"), [{ from: 540, to: 1080 }]);
  assert.deepEqual(openSpans(null, "2026-11-21"), []);
  assert.deepEqual(openSpans({ 1: [["09:00", "13:00"]] }, "2026-11-20"), []);
  assert.deepEqual(openSpans({ 5: [["20:00", "00:00"]] }, "2026-11-20"), [{ from: 1200, to: 1440 }]);
});

test("an overlap is by real time and by member", () => {
  const stops = [stop("2026-11-21T10:00", 60)];
  const wanted = { member: "m", start: "2026-11-21T10:30", minutes: 30, zone: ZONE };
  assert.equal(overlapping(stops, wanted).length, 1);
  assert.equal(overlapping(stops, { ...wanted, start: "2026-11-21T11:00" }).length, 0);
  assert.equal(overlapping(stops, { ...wanted, member: "other" }).length, 0);
  assert.equal(overlapping(stops, { ...wanted, except: "2026-11-21T10:00" }).length, 0);
  assert.equal(overlapping(stops, { ...wanted, start: "2026-11-21T09:15", zone: "Europe/London" }).length, 1);
});

test("the wanted time is kept when it is free, else the nearest of its day, else of the nearest day", () => {
  const hours = { 6: [["09:00", "12:00"]], 7: [["10:00", "12:00"]] };
  const at = (wanted: string, stops: Stop[] = []) => nearestFree(wanted, 7, wish(stops, { hours }));
  assert.equal(at("2026-11-21T09:40"), "2026-11-21T09:40");
  assert.equal(at("2026-11-21T09:40", [stop("2026-11-21T09:30", 30)]), "2026-11-21T10:00");
  assert.equal(at("2026-11-21T17:00"), "2026-11-21T11:00");
  assert.equal(at("2026-11-23T10:00"), "2026-11-22T10:00");
  assert.equal(nearestFree("2026-11-21T09:40", 7, wish([], { hours: { 1: [] } })), undefined);
});

test("a booking of yesterday that goes on, or of another zone, is in the way", () => {
  const hours = { 6: [["00:00", "12:00"]] };
  const boarding = stop("2026-11-20T18:00", 15 * 60);
  assert.equal(freeStarts("2026-11-21", wish([boarding], { hours }))[0], "2026-11-21T09:00");
  const london = stop("2026-11-21T09:00", 60, { zone: "Europe/London" });
  assert.deepEqual(clocks(freeStarts("2026-11-21", wish([london]))), ["09:00", "11:00"]);
});

test("beyond working hours is said only where somebody entered them, and not of days", () => {
  const hours = { 6: [["09:00", "12:00"]] };
  assert.equal(isOutside(hours, "2026-11-21T11:00", 60, ZONE), false);
  assert.equal(isOutside(hours, "2026-11-21T11:01", 60, ZONE), true);
  assert.equal(isOutside(hours, "2026-11-22T10:00", 60, ZONE), true);
  assert.equal(isOutside(hours, "2026-11-21T11:00", 3 * 24 * 60, ZONE), false);
  assert.equal(isOutside(null, "2026-11-22T03:00", 60, ZONE), false);
});

test("what is no span of hours is left out", () => {
  const odd = [
    ["09:00"],
    [],
    [null, 1],
    ["xx", "10:00"],
    ["00:00", "99:99"],
    [["09:00"]],
    "all day",
    ["14:00", "15:00"],
  ];
  assert.deepEqual(openSpans({ 1: odd }, "2026-11-23"), [{ from: 840, to: 900 }]);
});
