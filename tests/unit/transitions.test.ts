/** Every change of the clocks of 2026 and 2027 in four zones, minute by minute, against what Intl says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stop } from "../../sync/replica.ts";
import { addDays, instants, later, localTime, resolve, translated } from "../../web/src/forms/localtime.ts";
import { freeStarts, isOutside, nearestFree, overlapping, type Wish } from "../../web/src/forms/slots.ts";

const ZONES = ["Europe/Madrid", "America/New_York", "America/Santiago", "Australia/Lord_Howe"];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }),
  ]),
);

/** What Intl shows on the clock of a zone, with nothing of ours in between. */
function clockOf(zone: string): (at: number) => string {
  const format = formats.get(zone);
  assert.ok(format);
  return (at) => format.format(at).replace(" ", "T");
}

/** The instants at which a zone's clocks move, found by looking at every hour and then at every minute. */
function transitions(zone: string): number[] {
  const clock = clockOf(zone);
  const offset = (at: number) => Date.parse(`${clock(at)}Z`) - at;
  const found: number[] = [];
  const end = Date.UTC(2028, 0, 1);
  for (let at = Date.UTC(2026, 0, 1), before = offset(at); at < end; at += HOUR) {
    const next = offset(at + HOUR);
    if (next === before) continue;
    before = next;
    let moment = at;
    while (offset(moment) !== next) moment += MINUTE;
    found.push(moment);
  }
  return found;
}

const TRANSITIONS = ZONES.flatMap((zone) => transitions(zone).map((at) => ({ zone, at })));

test("each zone moves its clocks four times in two years", () => {
  for (const zone of ZONES) assert.equal(TRANSITIONS.filter((each) => each.zone === zone).length, 4, zone);
});

for (const { zone, at } of TRANSITIONS) {
  const clock = clockOf(zone);
  const shownAt = new Map<string, number[]>();
  for (let moment = at - 4 * HOUR; moment < at + 4 * HOUR; moment += MINUTE) {
    const local = clock(moment);
    shownAt.set(local, [...(shownAt.get(local) ?? []), moment]);
  }
  const walls: string[] = [];
  const first = Date.parse(`${clock(at - 3 * HOUR)}Z`);
  for (let wall = first; wall < first + 6 * HOUR; wall += MINUTE) walls.push(new Date(wall).toISOString().slice(0, 16));

  test(`${zone}, ${new Date(at).toISOString().slice(0, 10)}: every minute of the clock means what Intl shows`, () => {
    for (const local of walls) {
      const said = shownAt.get(local) ?? [];
      assert.deepEqual(instants(local, zone), said, local);
      const meant = resolve(local, zone);
      assert.equal(meant.kind, ["skipped", "once", "repeated"][said.length], local);
      assert.equal(meant.local, clock(meant.at), local);
      if (said.length > 0) assert.equal(meant.at, said[0], local);
      else assert.ok(meant.local > local && meant.at >= at && meant.at < at + HOUR, local);
    }
    for (const [local, moments] of shownAt) for (const moment of moments) assert.equal(localTime(moment, zone), local);
  });

  test(`${zone}, ${new Date(at).toISOString().slice(0, 10)}: lengths are real time, and free times exist`, () => {
    const day = clock(at).slice(0, 10);
    const before = clock(at - 90 * MINUTE);
    for (const minutes of [30, 90, 91, 180, 600]) {
      assert.equal(later(before, minutes, zone), clock(resolve(before, zone).at + minutes * MINUTE));
    }
    // Another business reads the same moment on its own clock, and a time that comes once comes back.
    for (const other of ZONES) {
      for (const local of walls.filter((wall, i) => i % 7 === 0 && shownAt.get(wall)?.length === 1)) {
        const there = translated(local, zone, other);
        assert.equal(there, clockOf(other)(resolve(local, zone).at));
        if (resolve(there, other).kind === "once") assert.equal(translated(there, other, zone), local);
      }
    }

    const hours = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, [["00:00", "00:00"]]]));
    const taken = { id: "b", member: "m", service: "s", status: "confirmed", zone } as Stop;
    for (const start of walls.filter((wall, i) => i % 70 === 0 && shownAt.has(wall))) {
      const stop = { ...taken, start, minutes: 50 };
      const wish: Wish = {
        member: "m",
        minutes: 45,
        hours,
        stops: [stop],
        buffer: () => 10,
        zone,
        notBefore: "2025-01-01T00:00",
      };
      const from = resolve(start, zone).at;
      const to = from + 60 * MINUTE;
      for (const free of [...freeStarts(addDays(day, -1), wish), ...freeStarts(day, wish)]) {
        const { at: begins, kind } = resolve(free, zone);
        assert.notEqual(kind, "skipped", free);
        assert.ok(begins + 45 * MINUTE <= from || begins >= to, `${free} beside ${start}`);
        assert.equal(overlapping([stop], { member: "m", start: free, minutes: 45, zone }).length, 0);
        assert.equal(nearestFree(free, 1, wish), free);
        assert.equal(isOutside(hours, free, 45, zone), false, free);
      }
    }
    for (const local of walls.filter((wall) => !shownAt.has(wall)).slice(0, 5)) {
      const wish: Wish = { member: "m", minutes: 30, hours, stops: [], buffer: () => 0, zone, notBefore: before };
      assert.notEqual(nearestFree(local, 1, wish), local);
    }
  });
}
