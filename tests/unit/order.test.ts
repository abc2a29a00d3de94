import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, lastOrder, moved, type Placed } from "../../web/src/settings/order.ts";

const rows = (...orders: (number | null)[]): Placed[] =>
  orders.map((order, index) => ({ id: "abcdef"[index] ?? "", order }));
const ids = (list: readonly Placed[]) =>
  inOrder(list)
    .map(({ id }) => id)
    .join("");
const after = (list: Placed[], id: string, step: -1 | 1): string => {
  const orders = new Map(moved(list, id, step).map((row) => [row.id, row.order]));
  return ids(list.map((row) => ({ ...row, order: orders.get(row.id) ?? row.order })));
};

test("a row goes between its new neighbours, and no other row is written", () => {
  const list = rows(0, 1, 2, 3);
  assert.deepEqual(moved(list, "c", -1), [{ id: "c", order: 0.5 }]);
  assert.deepEqual(moved(list, "b", 1), [{ id: "b", order: 2.5 }]);
  assert.equal(after(list, "b", -1), "bacd");
  assert.equal(after(list, "c", 1), "abdc");
});

test("nothing moves beyond the ends", () => {
  assert.deepEqual(moved(rows(0, 1), "a", -1), []);
  assert.deepEqual(moved(rows(0, 1), "b", 1), []);
  assert.deepEqual(moved(rows(0), "unknown", 1), []);
});

test("rows that share an order, or have none, stand by id and are told apart by a move", () => {
  assert.equal(ids(rows(null, 0, null)), "abc");
  assert.equal(after(rows(null, null, null), "c", -1), "acb");
  assert.equal(after(rows(5, 5, 5), "a", 1), "bac");
});

test("where numbers lie too close to halve, all are numbered anew", () => {
  const list = rows(0, Number.MIN_VALUE, 1);
  assert.equal(after(list, "c", -1), "acb");
});

test("any number of moves keeps every row", () => {
  let list = rows(0, 1, 2, 3);
  for (let i = 0; i < 200; i++) {
    const id = inOrder(list)[2]?.id ?? "";
    const orders = new Map(moved(list, id, -1).map((row) => [row.id, row.order]));
    list = list.map((row) => ({ ...row, order: orders.get(row.id) ?? row.order }));
    assert.equal(inOrder(list)[1]?.id, id);
  }
});

test("what is added comes last", () => {
  assert.equal(lastOrder([]), 0);
  assert.equal(lastOrder(rows(0, 4, null)), 5);
});
