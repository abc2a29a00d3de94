import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, hidden, inverse, overlay, ownerOf, type Row, same, stampOf } from "../../sync/row.ts";
import { pendingStamp } from "../../sync/stamp.ts";
import type { WireRow } from "../../sync/wire.ts";

const FIRST = "0m1e5y0eb-001-9vec6jvt";
const LATER = "0m1e5y0ec-000-9vec6jvt";
const SERVERS = "0m1e5y0ed-000-00000000";

function row(v: WireRow["v"], x: WireRow["x"] = {}): WireRow {
  return { t: "client", i: "c", q: 1, s: FIRST, v, x };
}

const edit = (place: number, v: WireRow["v"], acked = false) => ({ place, v, acked });

test("own edits lie over the server's row in their order", () => {
  const shown = overlay("client", "c", row({ name: "Ada", company: "Acme" }), [
    edit(1, { name: "Bea" }),
    edit(2, { name: "Cleo" }),
  ]);
  assert.deepEqual(shown.cells, { name: "Cleo", company: "Acme" });
  assert.equal(shown.stamps.company, FIRST);
  assert.ok((shown.stamps.name ?? "") > "zzzzzzzzz-zzz-zzzzzzzz");
  assert.ok(pendingStamp(2) > pendingStamp(1) && pendingStamp(36) > pendingStamp(35));
  assert.equal(shown.waiting, true);
});

test("an edit that is acknowledged no longer waits, and still shows", () => {
  const shown = overlay("client", "c", row({ name: "Ada" }), [edit(1, { name: "Bea" }, true)]);
  assert.equal(shown.waiting, false);
  assert.equal((shown as Row<"client">).cells.name, "Bea");
});

test("a row is hidden while its delete is newer than every value that a person set", () => {
  assert.equal(hidden(overlay("client", "c", row({ name: "Ada", deleted: true }), [])), true);
  assert.equal(hidden(overlay("client", "c", row({ name: "Ada", deleted: true }, { deleted: LATER }), [])), true);
  assert.equal(hidden(overlay("client", "c", row({ name: "Ada", deleted: true }, { name: LATER }), [])), false);
  assert.equal(hidden(overlay("client", "c", row({ name: null, deleted: true }, { name: LATER }), [])), true);
  assert.equal(hidden(overlay("client", "c", row({ name: "Ada", deleted: true }, { name: SERVERS }), [])), true);
  assert.equal(hidden(overlay("client", "c", row({ name: "Ada", deleted: false }, { deleted: LATER }), [])), false);
});

test("own deletes and edits hide and bring back in their order", () => {
  const one = row({ name: "Ada" }, { name: LATER });
  assert.equal(overlay("client", "c", one, [edit(1, { deleted: true })]).hidden, true);
  assert.equal(overlay("client", "c", one, [edit(1, { deleted: true }), edit(2, { name: "Bea" })]).hidden, false);
  assert.equal(overlay("client", "c", one, [edit(1, { deleted: true }), edit(2, { name: null })]).hidden, true);
  assert.equal(overlay("client", "c", one, [edit(1, { erased: true })]).hidden, true);
});

test("what hangs from a hidden client is hidden with it", () => {
  const note = { ...row({ client: "c", body: "x" }), t: "note" as const };
  assert.equal(overlay("note", "n", note, [], (client) => client === "c").hidden, true);
  assert.equal(overlay("note", "n", note, [], () => false).hidden, false);
});

test("values are equal when their JSON is, whatever the order of keys", () => {
  assert.ok(same({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }));
  assert.ok(same(1, 1.0) && same(null, undefined));
  assert.ok(!same(true, 1) && !same("1", 1) && !same([1, 2], [2, 1]) && !same(null, 0));
  assert.equal(canonical({ b: 1, a: { d: 1, c: 2 } }), '{"a":{"c":2,"d":1},"b":1}');
});

test("bases, owners and inverses", () => {
  assert.equal(stampOf(row({ name: "Ada" }, { name: LATER }), "name"), LATER);
  assert.equal(stampOf(row({ name: "Ada" }), "company"), null);
  assert.equal(stampOf(undefined, "name"), null);
  assert.equal(ownerOf("client", "c", {}), "c");
  assert.equal(ownerOf("task", "t", { client: null }), null);
  assert.equal(ownerOf("label", "l", { client: "c" }), null);
  const shown = overlay("client", "c", row({ name: "Ada" }), []);
  const back = inverse(shown as never, { name: "Bea", "phones.a1": { value: "1" } } as never);
  assert.deepEqual(back, { table: "client", id: "c", cells: { name: "Ada", "phones.a1": null } });
});
