import assert from "node:assert/strict";
import { test } from "node:test";
import { isPaid, isReversed, markPaid, owedBy, paidOf, reversal } from "../../sync/ledger.ts";
import type { Row } from "../../sync/row.ts";
import { uuid5 } from "../../sync/uuid5.ts";

const BOOKING = "01a20045-c893-7428-bfa7-de58aff1fdd0";
const TAKEN = { member: "m", method: "cash", at: 1 } as const;
const euros = (amount: number) => ({ amount, currency: "EUR" });

function booking(price: number | null, status = "completed", id = BOOKING): Row<"booking"> {
  const cells = { client: "c", status, price: price === null ? null : euros(price) };
  return { table: "booking", id, cells, stamps: {}, waiting: false, hidden: false } as Row<"booking">;
}

function payment(id: string, kind: string, amount: number, more: object = {}): Row<"payment"> {
  const cells = { client: "c", booking: BOOKING, kind, money: euros(amount), ...more };
  return { table: "payment", id, cells, stamps: {}, waiting: false, hidden: false } as Row<"payment">;
}

/** The row that an edit makes. */
function made(edit: ReturnType<typeof markPaid>): Row<"payment"> {
  return { ...edit, stamps: {}, waiting: false, hidden: false } as Row<"payment">;
}

test("owed is completed prices less payments and deposits, plus refunds; tips apart", () => {
  const payments = [
    payment("a", "payment", 3000),
    payment("b", "deposit", 500),
    payment("c", "tip", 900),
    payment("d", "refund", 200),
  ];
  assert.equal(owedBy([booking(4500), booking(9900, "confirmed"), booking(9900, "cancelled")], payments), 1200);
  assert.equal(owedBy([{ ...booking(4500), hidden: true }], []), 0);
  assert.equal(owedBy([], [payment("a", "payment", 100)]), -100);
});

test("a reversal takes back what its entry did, whatever the entry's kind", () => {
  const P = "01a20045-c955-72e5-a5c0-ff8260e98ea1";
  const back = (kind: string) => [payment(P, kind, 700), made(reversal(payment(P, kind, 700), TAKEN))];
  for (const kind of ["payment", "deposit", "refund", "tip"]) assert.equal(owedBy([], back(kind)), 0);
  assert.equal(
    owedBy([], [made(reversal(payment(P, "payment", 700), TAKEN))]),
    0,
    "an entry that is not here did nothing",
  );
});

test("marking as paid makes the one row that any phone would make, of what is left of the price", () => {
  const edit = markPaid(booking(4500), [payment("a", "deposit", 500)], TAKEN);
  assert.equal(edit.id, uuid5(BOOKING, "paid:0"));
  assert.deepEqual(edit.cells, { client: "c", booking: BOOKING, kind: "payment", money: euros(4000), ...TAKEN });
});

test("after a full reversal the next mark is another row", () => {
  const first = made(markPaid(booking(4500), [], TAKEN));
  assert.ok(isPaid(booking(4500), [first]));
  const back = made(reversal(first, TAKEN));
  assert.equal(back.id, uuid5(first.id, "reversal"));
  const both = [first, back];
  assert.ok(isReversed(first, both) && !isPaid(booking(4500), both));
  assert.equal(paidOf(BOOKING, both), 0);
  const second = made(markPaid(booking(4500), both, TAKEN));
  assert.equal(second.id, uuid5(BOOKING, "paid:1"));
  assert.ok(isPaid(booking(4500), [...both, second]));
});

test("a paid booking that is due again gets an entry of its own for the rest", () => {
  const mark = made(markPaid(booking(4500), [], TAKEN));
  const refunded = [mark, payment("r", "refund", 500)];
  const rest = made(markPaid(booking(4500), refunded, TAKEN));
  assert.deepEqual([rest.id === mark.id, rest.cells.money], [false, euros(500)]);
  assert.ok(isPaid(booking(4500), [...refunded, rest]));
  const dearer = made(markPaid(booking(5000), [...refunded, rest], TAKEN));
  assert.equal(new Set([mark.id, rest.id, dearer.id]).size, 3);
  assert.equal(
    markPaid(booking(4500), [payment("x", "payment", 100, { booking: "y" }), ...refunded], TAKEN).id,
    rest.id,
  );
});

test("without a price, a booking is paid when it was marked so", () => {
  const mark = made(markPaid(booking(null), [], TAKEN));
  assert.ok(!isPaid(booking(null), []) && isPaid(booking(null), [mark]) && isPaid(booking(0), [mark]));
});
