import assert from "node:assert/strict";
import { test } from "node:test";
import { stopsOf } from "../../sync/agenda.ts";
import { Packing, unpack } from "../../sync/months.ts";
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

test("a month gives the stops that were packed, all or the latest", () => {
  const [first, second] = [
    stopsOf([
      booking({ status: "confirmed", "pets.p": true, "pets.q": null, price: { amount: 4500, currency: "EUR" } }),
    ]),
    stopsOf([booking({ status: "confirmed", client: "c", started: 1, service: "s", member: "m", modality: "ours" })]),
  ];
  const packing = new Packing().add(first).add([]).add(second);
  assert.deepEqual(unpack(packing.text()), [...first, ...second]);
  assert.deepEqual(unpack(packing.text(1)), second);
  assert.deepEqual(unpack(packing.text(packing.lots)), []);
  assert.deepEqual(first[0]?.pets, ["p"]);
});

test("a month that an earlier build wrote as objects is read as it would be packed today", () => {
  const packed = stopsOf([booking({ status: "confirmed" })]);
  const older = JSON.stringify(packed.map(({ started, ...stop }) => stop));
  assert.deepEqual(unpack(older), packed);
  assert.deepEqual(unpack(JSON.stringify(packed)), packed);
});
