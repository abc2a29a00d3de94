/** The sync log: counts that follow each other are one line, clocks are told of once, and it never grows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Logged } from "../../sync/database.ts";
import { added } from "../../sync/synclog.ts";

const log = (...lines: Logged[]): Logged[] => lines.reduce<Logged[]>(added, []);

test("counts of one minute are summed where they began", () => {
  const lines = log(
    { at: 0, kind: "connected" },
    { at: 1_000, kind: "sent", n: 1 },
    { at: 1_100, kind: "took", n: 1 },
    { at: 9_000, kind: "sent", n: 2 },
    { at: 9_100, kind: "took", n: 2 },
  );
  assert.deepEqual(lines, [
    { at: 0, kind: "connected" },
    { at: 1_000, kind: "sent", n: 3 },
    { at: 1_100, kind: "took", n: 3 },
  ]);
});

test("what happened between two counts, or a minute, keeps them apart", () => {
  const lines = log(
    { at: 0, kind: "sent", n: 1 },
    { at: 10, kind: "cut", why: "offline" },
    { at: 20, kind: "sent", n: 1 },
    { at: 60_021, kind: "sent", n: 1 },
  );
  assert.deepEqual(
    lines.map(({ kind, n }) => [kind, n]),
    [
      ["sent", 1],
      ["cut", undefined],
      ["sent", 1],
      ["sent", 1],
    ],
  );
});

test("connecting again, with nothing between, is one line of the latest time", () => {
  assert.deepEqual(log({ at: 0, kind: "connected" }, { at: 5, kind: "connected" }), [{ at: 5, kind: "connected" }]);
});

test("a clock is told of again only when it differs by another amount", () => {
  const lines = log({ at: 0, kind: "clock", s: 60 }, { at: 1, kind: "clock", s: 61 }, { at: 2, kind: "clock", s: -5 });
  assert.deepEqual(
    lines.map(({ s }) => s),
    [60, -5],
  );
});

test("two hundred lines are kept, the latest", () => {
  const many = Array.from({ length: 230 }, (_, at): Logged => ({ at, kind: at % 2 ? "cut" : "connected" }));
  const lines = log(...many);
  assert.equal(lines.length, 200);
  assert.equal(lines.at(-1)?.at, 229);
  assert.equal(lines[0]?.at, 30);
});
