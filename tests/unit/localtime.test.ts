import assert from "node:assert/strict";
import { test } from "node:test";
import { clockAt } from "../../sync/agenda.ts";
import {
  addDays,
  age,
  clockMinutes,
  clockText,
  instants,
  later,
  localDay,
  localTime,
  resolve,
  weekday,
} from "../../web/src/forms/localtime.ts";

const utc = (text: string) => Date.parse(text);

test("an ordinary time has one instant", () => {
  assert.deepEqual(instants("2026-11-21T09:30", "Europe/Madrid"), [utc("2026-11-21T08:30Z")]);
  assert.deepEqual(instants("2026-07-04T09:30", "America/New_York"), [utc("2026-07-04T13:30Z")]);
  assert.equal(localTime(utc("2026-11-21T08:30Z"), "Europe/Madrid"), "2026-11-21T09:30");
  assert.equal(localDay(utc("2026-11-21T23:30Z"), "Europe/Madrid"), "2026-11-22");
  assert.equal(localTime(utc("2026-11-21T23:00Z"), "Europe/Madrid"), "2026-11-22T00:00");
});

test("the skipped hour of spring has none, and moves on by the hour that was skipped", () => {
  assert.deepEqual(resolve("2026-03-29T02:30", "Europe/Madrid"), {
    at: utc("2026-03-29T01:30Z"),
    local: "2026-03-29T03:30",
    kind: "skipped",
  });
  assert.deepEqual(resolve("2026-03-08T02:00", "America/New_York"), {
    at: utc("2026-03-08T07:00Z"),
    local: "2026-03-08T03:00",
    kind: "skipped",
  });
  assert.equal(resolve("2026-03-29T01:59", "Europe/Madrid").kind, "once");
  assert.equal(resolve("2026-03-29T03:00", "Europe/Madrid").kind, "once");
  assert.equal(resolve("2026-10-04T02:15", "Australia/Lord_Howe").local, "2026-10-04T02:45");
  assert.equal(resolve("2026-09-06T00:10", "America/Santiago").local, "2026-09-06T01:10");
});

test("the repeated hour of autumn has two, and the first is meant", () => {
  assert.deepEqual(instants("2026-10-25T02:30", "Europe/Madrid"), [utc("2026-10-25T00:30Z"), utc("2026-10-25T01:30Z")]);
  assert.deepEqual(resolve("2026-11-01T01:30", "America/New_York"), {
    at: utc("2026-11-01T05:30Z"),
    local: "2026-11-01T01:30",
    kind: "repeated",
  });
  assert.equal(resolve("2026-10-25T03:00", "Europe/Madrid").kind, "once");
});

test("minutes are real time across the change", () => {
  assert.equal(later("2026-10-24T22:00", 12 * 60, "Europe/Madrid"), "2026-10-25T09:00");
  assert.equal(later("2026-03-28T22:00", 12 * 60, "Europe/Madrid"), "2026-03-29T11:00");
  assert.equal(later("2026-11-01T00:30", 60, "America/New_York"), "2026-11-01T01:30");
});

test("days and clock faces", () => {
  assert.equal(addDays("2026-02-28", 1), "2026-03-01");
  assert.equal(addDays("2026-03-29", -1), "2026-03-28");
  assert.equal(weekday("2026-11-21"), 6);
  assert.equal(weekday("2026-11-22"), 7);
  assert.equal(clockMinutes("2026-11-21T09:30"), 570);
  assert.equal(clockText(570), "09:30");
});

test("ages in whole years and months", () => {
  assert.deepEqual(age("2020-11-22", "2026-11-21"), { years: 5, months: 11 });
  assert.deepEqual(age("2020-11-21", "2026-11-21"), { years: 6, months: 0 });
  assert.deepEqual(age("2026-12-01", "2026-11-21"), { years: 0, months: 0 });
});

test("a zone that this browser does not know goes by UTC", () => {
  assert.equal(localTime(utc("2026-11-21T08:30Z"), "Nowhere/None"), "2026-11-21T08:30");
  assert.equal(resolve("2026-11-21T09:30", "Nowhere/None").at, utc("2026-11-21T09:30Z"));
});

test("a time in a year that is not of four digits is read back as it stands", () => {
  for (const zone of ["Europe/Madrid", "America/New_York", "Nowhere/None"]) {
    for (const local of ["0001-01-01T00:00", "9999-12-31T23:59"]) {
      const at = resolve(local, zone).at;
      assert.equal(localTime(at, zone), local);
    }
  }
  for (const end of [-8_640_000_000_000_000, 8_640_000_000_000_000])
    assert.ok(Number.isFinite(utc(`${clockAt(end, "Europe/Madrid")}Z`)));
});
