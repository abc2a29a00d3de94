import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf, TooLarge } from "../../sync/editing.ts";
import type { Edit } from "../../sync/row.ts";
import type { WireRow } from "../../sync/wire.ts";

const FIRST = "0m1e5y0eb-001-9vec6jvt";
const LATER = "0m1e5y0ec-000-9vec6jvt";

const edit = (cells: object, table = "note", id = "n") => ({ table, id, cells }) as Edit;
const row = (v: WireRow["v"], x: WireRow["x"] = {}): WireRow => ({ t: "note", i: "n", q: 1, s: FIRST, v, x });
const draft = (asked: Edit, base?: WireRow, shown: object = base?.v ?? {}) =>
  draftOf(asked, base, shown as WireRow["v"], 7);

test("an op names the stamp of each value that was seen, and of a new cell none", () => {
  const op = draft(
    edit({ body: "New", kind: "call", pinned: undefined }),
    row({ client: "c", body: "Old" }, { body: LATER }),
  );
  assert.deepEqual(op.v, { body: "New", kind: "call" });
  assert.deepEqual(op.b, { body: LATER });
  assert.deepEqual([op.t, op.i, op.w, op.clients], ["note", "n", 7, ["c"]]);
  assert.match(op.o, /^[0-9a-z]{12}$/);
});

test("a delete names all that was seen of its row; an edit of a deleted row names the delete", () => {
  const op = draft(edit({ deleted: true }), row({ client: "c", body: "Old" }, { body: LATER }));
  assert.deepEqual(op.b, { client: FIRST, body: LATER });
  const revived = draft(edit({ body: "New" }), row({ body: "Old", deleted: true }, { deleted: LATER }));
  assert.deepEqual(revived.b, { body: FIRST, deleted: LATER });
});

test("a row that moves shows on both cards", () => {
  assert.deepEqual(draft(edit({ client: "d" }), row({ client: "c" })).clients, ["c", "d"]);
  assert.deepEqual(draft(edit({ client: "e" }), row({ client: "c" }), { client: "d" }).clients, ["c", "d", "e"]);
  assert.deepEqual(draft(edit({ body: "x" }), row({ client: null })).clients, []);
});

test("what the server would not take is refused at once", () => {
  assert.throws(() => draft(edit({ body: "x".repeat(10_001) })), TooLarge);
  assert.throws(
    () => draft(edit(Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`custom.${n}`, 1])))),
    TooLarge,
  );
  assert.throws(
    () => draft(edit(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`custom.${n}`, "я".repeat(5_000)])))),
    TooLarge,
  );
  assert.doesNotThrow(() => draft(edit({ body: "x".repeat(10_000) })));
});

test("half of an emoji is made whole text, or the server could not read any edit that is sent with it", () => {
  const op = draft(edit({ body: "Luna \ud83d", "phones.a": { kind: "\udc3e", value: "\ud83d\udc3e \\ud83d" } }));
  assert.deepEqual(op.v, { body: "Luna \ufffd", "phones.a": { kind: "\ufffd", value: "\ud83d\udc3e \\ud83d" } });
});
