import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stop } from "../../sync/replica.ts";
import { crowdedOf, overlapping } from "../../web/src/forms/overlapping.ts";

const ZONE = "Europe/Madrid";

test("who is crowded is who overlaps another, in days of every kind", () => {
  let state = 11;
  const roll = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let day = 0; day < 200; day += 1) {
    const stops = Array.from({ length: roll(12) }, (_, at) => ({
      id: String(at),
      member: ["", "m", "n"][roll(3)],
      start: `2026-03-29T0${roll(6)}:${roll(2) ? "30" : "00"}`,
      minutes: [0, 30, 60, 150][roll(4)],
      zone: [ZONE, "Europe/London", ""][roll(3)],
      status: ["confirmed", "completed", "cancelled"][roll(3)],
    })) as Stop[];
    const crowded = crowdedOf(stops, ZONE);
    const zoned = stops.map((stop) => ({ ...stop, zone: stop.zone || ZONE }));
    for (const stop of zoned) {
      if (stop.status === "cancelled") continue;
      const others = overlapping(zoned, { ...stop, except: stop.id });
      assert.equal(crowded.has(stop.id), others.length > 0, JSON.stringify(stops));
    }
  }
});
