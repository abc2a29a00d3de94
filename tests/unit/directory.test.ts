import assert from "node:assert/strict";
import { test } from "node:test";
import { monthsBetween, stopsOf } from "../../sync/agenda.ts";
import { at, entryOf, joined, type Packed } from "../../sync/directory.ts";
import { groupsOf } from "../../sync/groups.ts";
import type { Row } from "../../sync/row.ts";
import type { TableName } from "../../sync/tables.gen.ts";

const NOW = "2026-11-21T10:00";

function row(table: TableName, id: string, cells: object, more: Partial<Row> = {}): Row {
  return { table, id, cells, stamps: {}, waiting: false, hidden: false, ...more } as Row;
}

const booking = (id: string, start: string, status = "confirmed", more: object = {}) =>
  row("booking", id, { client: "c", when: { start, minutes: 60, zone: "Europe/Madrid" }, status, ...more });

const card = [
  row("client", "c", {
    name: "Rosa de la Ñandú",
    status: "active",
    "phones.a": { kind: "mobile", value: "+34 600 000 001" },
    "phones.b": null,
    "emails.a": { value: "rosa@example.com" },
    "addresses.a": { street: "Calle Inventada 1", city: "Murcia" },
    "labels.l1": true,
    "labels.l2": null,
    "custom.f": "Likes Tuesdays",
  }),
  row("pet", "p1", {
    client: "c",
    name: "Łatka",
    breed: "Beagle",
    "codes.x": "bites",
    "codes.shy": true,
    "codes.z": null,
  }),
  row("pet", "p2", { client: "c", name: "Gone" }, { hidden: true }),
  row("note", "n1", { client: "c", body: "Ring twice", pinned: true }),
  row("note", "n2", { client: "c", body: "Not pinned" }),
  booking("b1", "2026-11-20T09:00", "completed", { price: { amount: 4500, currency: "EUR" } }),
  booking("b2", "2026-11-21T12:00"),
  booking("b3", "2026-11-21T11:00", "cancelled"),
  booking("b4", "2026-11-25T12:00"),
];

test("an entry has what lists, search and Today need", () => {
  const entry = entryOf(card, NOW) as Packed;
  assert.equal(entry.initials, "RÑ");
  assert.deepEqual(entry.phones, ["+34 600 000 001"]);
  assert.deepEqual(entry.pets, [{ id: "p1", name: "Łatka", codes: ["bites", "shy"], breed: "Beagle" }]);
  assert.deepEqual(entry.labels, ["l1"]);
  assert.equal(entry.alert, "Ring twice");
  assert.equal(entry.city, "Murcia");
  assert.equal(entry.owed, 4500);
  assert.equal(entry.next, "2026-11-21T12:00");
  assert.equal(entry.last, "2026-11-20T09:00");
  assert.equal(entry.digits, "34600000001");
  for (const word of ["rosa", "nandu", "latka", "beagle", "bites", "likes tuesdays", "murcia", "rosa example com"]) {
    assert.ok(entry.fold.includes(word), word);
  }
  assert.ok(!entry.fold.includes("gone"));
  assert.equal(entryOf(card.slice(1), NOW), null);
});

test("bookings that were to come pass", () => {
  const entry = entryOf(card, NOW) as Packed;
  assert.equal(at(entry, NOW), entry);
  const later = at(entry, "2026-11-22T00:00");
  assert.deepEqual([later.next, later.last], ["2026-11-25T12:00", "2026-11-21T12:00"]);
  assert.deepEqual([at(entry, "2027-01-01T00:00").next, at(entry, "2027-01-01T00:00").last], ["", "2026-11-25T12:00"]);
});

test("merged clients have one entry under the face's name", () => {
  const face = entryOf(card, NOW) as Packed;
  const other = entryOf(
    [row("client", "d", { name: "Rose", "phones.a": { value: "600 000 002" } }), booking("b9", "2026-11-21T10:30")],
    NOW,
  );
  const both = joined(face, [other as Packed]);
  assert.equal(both.name, face.name);
  assert.deepEqual(both.phones, ["+34 600 000 001", "600 000 002"]);
  assert.equal(both.next, "2026-11-21T10:30");
  assert.ok(both.fold.includes("rose") && both.digits.includes("600000002"));
});

test("live merges make groups; the face is the one never merged, in a ring the smallest id", () => {
  const merge = (kept: string, merged: string, more: object = {}) =>
    row("merge", `${kept}${merged}`, { pair: { kept, merged }, ...more }) as never;
  const groups = groupsOf([
    merge("b", "a"),
    merge("c", "b"),
    merge("x", "y"),
    merge("y", "x"),
    merge("k", "l", { undone: true }),
  ]);
  assert.deepEqual(groups.get("a"), ["c", "a", "b"]);
  assert.equal(groups.get("b"), groups.get("c"));
  assert.deepEqual(groups.get("y"), ["x", "y"]);
  assert.equal(groups.get("k"), undefined);
});

test("stops are the visible bookings that have a time, with their price and whether it is covered", () => {
  const paid = row("payment", "q", {
    client: "c",
    booking: "b1",
    kind: "payment",
    money: { amount: 4500, currency: "EUR" },
  });
  const stops = stopsOf([
    ...card,
    paid,
    row("booking", "b8", { client: "c" }),
    { ...booking("b7", "2026-11-21T12:00"), hidden: true },
  ]);
  assert.deepEqual(
    stops.map(({ id, paid }) => [id, paid]),
    [
      ["b1", true],
      ["b2", false],
      ["b3", false],
      ["b4", false],
    ],
  );
  assert.equal(stops[0]?.amount, 4500);
  assert.equal(stops[1]?.amount, null);
});

test("a booking is a stop before its client's card is here", () => {
  const rows = [row("booking", "b", { client: "c", when: { start: "2026-11-21T09:30", minutes: 60, zone: "UTC" } })];
  assert.equal(entryOf(rows, "2026-11-21T08:00"), null);
  assert.deepEqual(
    stopsOf(rows).map(({ id, client }) => [id, client]),
    [["b", "c"]],
  );
});

test("months between days", () => {
  assert.deepEqual(monthsBetween("2026-11-21", "2027-02-01"), ["2026-11", "2026-12", "2027-01", "2027-02"]);
  assert.deepEqual(monthsBetween("2026-11-21", "2026-11-21"), ["2026-11"]);
  assert.deepEqual(monthsBetween("2026-12-01", "2026-11-01"), []);
});
