import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../../sync/pace.ts";

const KIB = 1024;
/** What a slow modem carries in a second, in bytes. */
const MODEM = 7_000;
/** How often a conversation looks whether its line is late, in ms. */
const LOOK = 5_000;

/**
 * Pushes an outbox of ops of these sizes over a line, four pushes at a time as a conversation does, until everything is
 * acknowledged; how long that took and how often the line was given up. `buffer`: what the system takes off the
 * browser's hands at once, where nobody sees how it goes on.
 */
function drain(pace: Pace, sizes: readonly number[], { rate = MODEM, buffer = 0 }) {
  let now = 0;
  let acked = 0;
  let torn = 0;
  const end = 24 * 3_600_000;
  for (; acked < sizes.length && now < end; torn += 1) {
    pace.begin(now);
    let heard = now;
    const pushes: { n: number; left: number }[] = [];
    let sent = acked;
    for (; now < end; now += 1_000) {
      while (pushes.length < 4 && sent < sizes.length) {
        let left = 0;
        do left += sizes[sent++] as number;
        while (sent < sizes.length && left + (sizes[sent] as number) <= pace.bytes);
        pushes.push({ n: sent, left });
        pace.pushed(sent, left, now);
      }
      for (let room = rate, first = pushes[0]; first && room > 0; first = pushes[0]) {
        const taken = Math.min(room, first.left);
        first.left -= taken;
        room -= taken;
        if (first.left) break;
        pushes.shift();
        acked = first.n;
        heard = now;
        pace.acked(acked, now);
      }
      if (acked === sizes.length) return { now, torn };
      const queued = Math.max(0, pushes.reduce((sum, { left }) => sum + left, 0) - buffer);
      if (now % LOOK === 0 && pace.late(now, heard, queued)) break;
    }
    pace.torn(true);
  }
  assert.fail("no progress in a day");
}

test("an op as big as any gets through a slow modem at the first try while bytes are seen to leave", () => {
  const { now, torn } = drain(new Pace(), [256 * KIB], {});
  assert.equal(torn, 0);
  assert.ok(now < 45_000, `${now}`);
});

test("and at a later one where the system hides how they leave", () => {
  const { torn } = drain(new Pace(), [256 * KIB], { buffer: Number.POSITIVE_INFINITY });
  assert.equal(torn, 1);
});

test("an outbox of megabytes drains over a slow modem, with nothing sent twice", () => {
  const sizes = Array.from({ length: 4_000 }, () => 500);
  for (const buffer of [0, 64 * KIB, Number.POSITIVE_INFINITY]) {
    const { now, torn } = drain(new Pace(), sizes, { buffer });
    assert.equal(torn, 0);
    assert.ok(now < 300_000, `${now}`);
  }
});

test("even where a start finds pushes made for a far better line", () => {
  const pace = new Pace();
  drain(pace, Array(20_000).fill(500), { rate: 10_000_000 });
  assert.ok(pace.bytes > 1_000_000, `${pace.bytes}`);
  const { torn } = drain(pace, Array(4_000).fill(500), { buffer: Number.POSITIVE_INFINITY });
  assert.ok(torn > 0 && torn < 6, `${torn}`);
});

test("a line on which nothing moves is given up after half a minute, a silent one after a whole", () => {
  const pace = new Pace();
  pace.begin(0);
  pace.pushed(1, 500, 1_000);
  assert.equal(pace.late(31_000, 1_000, 500), false);
  assert.equal(pace.late(31_001, 1_000, 500), true);
  pace.begin(100_000);
  assert.equal(pace.late(160_000, 100_000, 0), false);
  assert.equal(pace.late(160_001, 100_000, 0), true);
});

test("a line that broke in the midst of pushes gets smaller ones, down to one op, and quick answers make them grow", () => {
  const pace = new Pace();
  const first = pace.bytes;
  for (let cut = 0; cut < 20; cut += 1) {
    pace.begin(0);
    pace.pushed(9, KIB, 0);
    pace.torn(false);
  }
  assert.equal(pace.bytes, KIB);
  pace.begin(0);
  pace.torn(false);
  pace.pushed(9, KIB, 0);
  pace.acked(9, 400);
  assert.equal(pace.bytes, 2 * KIB);
  assert.ok(first > pace.bytes);
});

test("a line that was given up is waited for longer, until it answers quickly", () => {
  const pace = new Pace();
  pace.torn(true);
  pace.begin(0);
  pace.pushed(1, 500, 0);
  assert.equal(pace.late(60_000, 0, 0), false);
  pace.acked(1, 50_000);
  assert.equal(pace.late(110_000, 50_000, 0), false);
  pace.pushed(2, 500, 110_000);
  pace.acked(2, 111_000);
  pace.pushed(3, 500, 111_000);
  assert.equal(pace.late(142_000, 111_000, 0), true);
});
