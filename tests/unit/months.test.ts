import assert from "node:assert/strict";
import { test } from "node:test";
import { stopsOf } from "../../sync/agenda.ts";
import { unpack } from "../../sync/months.ts";
import { overlay } from "../../sync/row.ts";

const when = { start: "2026-11-21T09:30", minutes: 60, zone: "Europe/Madrid" };
const booking = (more: object) => overlay("booking", "b", undefined, [{ place: 1, v: { when, ...more }, acked: true }]);

test("a stop says when its work was started", () => {
  assert.deepEqual(
    stopsOf([booking({ started: 1_800_000_000_000 })]).map((stop) => stop.started),
    [1_800_000_000_000],
  );
  assert.deepEqual(
    stopsOf([booking({})]).map((stop) => stop.started),
    [null],
  );
});

test("a month that was packed before stops had a start is read as it would be packed today", () => {
  const packed = stopsOf([booking({ status: "confirmed" })]);
  const older = JSON.stringify(packed.map(({ started, ...stop }) => stop));
  assert.deepEqual(unpack(older), packed);
  assert.deepEqual(unpack(JSON.stringify(packed)), packed);
});
