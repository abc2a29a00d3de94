/** The rules of money: what a client owes, what is paid, and the ledger entries that two phones make alike. */
import type { Edit, Plain } from "./row.ts";
import { uuid5 } from "./uuid5.ts";

type Payment = Plain<"payment">;
type Booking = Plain<"booking">;

/** How a new ledger entry came about. */
export interface Taken {
  /** Id of the member who takes the money. */
  member: string;
  method: "cash" | "card" | "transfer" | "other";
  /** ms UTC. */
  at: number;
}

/** What a client owes, in minor units; negative is credit. Completed bookings less payments and deposits; tips apart. */
export function owedBy(bookings: Iterable<Booking>, payments: readonly Payment[]): number {
  let owed = 0;
  for (const { cells, hidden } of bookings) {
    if (!hidden && cells.status === "completed") owed += cells.price?.amount ?? 0;
  }
  const entries = byId(payments);
  for (const payment of payments) owed -= received(payment, entries);
  return owed;
}

/** What has been received for a booking, net of refunds and reversals, in minor units. */
export function paidOf(booking: string, payments: readonly Payment[]): number {
  return receipts(payments).get(booking) ?? 0;
}

/** What has been received for each booking, in minor units. */
export function receipts(payments: readonly Payment[]): ReadonlyMap<string, number> {
  const entries = byId(payments);
  const paid = new Map<string, number>();
  for (const payment of payments) {
    const entry = payment.cells.kind === "reversal" ? entries.get(payment.cells.reverses ?? "") : payment;
    const booking = entry?.cells.booking;
    if (booking) paid.set(booking, (paid.get(booking) ?? 0) + received(payment, entries));
  }
  return paid;
}

/** Whether payments cover a booking's price. One without a price is paid when it was marked so. */
export function isPaid(booking: Booking, payments: readonly Payment[]): boolean {
  const price = booking.cells.price?.amount ?? 0;
  if (price > 0) return paidOf(booking.id, payments) >= price;
  if (!payments.some(({ cells }) => cells.booking === booking.id)) return false;
  const mark = uuid5(booking.id, `paid:${reversals(booking.id, payments)}`);
  return payments.some(({ id }) => id === mark);
}

/** The edit that marks a booking as paid: the rest of its price, as the one entry that any phone would make. */
export function markPaid(booking: Booking, payments: readonly Payment[], taken: Taken): Edit<"payment"> {
  const { client, price } = booking.cells;
  const rest = Math.max(0, (price?.amount ?? 0) - paidOf(booking.id, payments));
  return {
    table: "payment",
    id: markOf(booking.id, payments),
    cells: {
      client: client ?? null,
      booking: booking.id,
      kind: "payment",
      money: { amount: rest, currency: price?.currency ?? "" },
      ...taken,
    },
  };
}

/**
 * The id of the entry that marks a booking as paid. When a refund or a higher price makes a booking due again, the mark
 * stands already and is never edited: the rest is an entry of its own, named by how many the booking has.
 */
function markOf(booking: string, payments: readonly Payment[]): string {
  const name = `paid:${reversals(booking, payments)}`;
  const mark = uuid5(booking, name);
  if (!payments.some(({ id }) => id === mark)) return mark;
  return uuid5(booking, `${name}:${payments.filter(({ cells }) => cells.booking === booking).length}`);
}

/** The edit that takes a payment back whole; both stay in the ledger. */
export function reversal(payment: Payment, taken: Pick<Taken, "member" | "at">): Edit<"payment"> {
  const { client, booking, money, method } = payment.cells;
  return {
    table: "payment",
    id: uuid5(payment.id, "reversal"),
    cells: {
      client: client ?? null,
      ...(booking ? { booking } : {}),
      kind: "reversal",
      money: money ?? null,
      method: method ?? "other",
      reverses: payment.id,
      ...taken,
    },
  };
}

/** Whether a payment was taken back whole. */
export function isReversed(payment: Payment, payments: readonly Payment[]): boolean {
  const id = uuid5(payment.id, "reversal");
  return payments.some((other) => other.id === id);
}

/** How many payments of a booking were taken back whole. */
function reversals(booking: string, payments: readonly Payment[]): number {
  const entries = byId(payments);
  return payments.filter(({ id, cells }) => {
    const reversed = cells.kind === "reversal" && cells.reverses ? entries.get(cells.reverses) : undefined;
    return reversed?.cells.booking === booking && id === uuid5(reversed.id, "reversal");
  }).length;
}

/** What an entry brought in, in minor units: negative for a refund, nothing for a tip, its entry's opposite for a reversal. */
function received(payment: Payment, entries: ReadonlyMap<string, Payment>): number {
  const amount = payment.cells.money?.amount ?? 0;
  if (payment.cells.kind !== "reversal") return sign(payment) * amount;
  const reversed = entries.get(payment.cells.reverses ?? "");
  return reversed ? -sign(reversed) * amount : 0;
}

function sign(payment: Payment): number {
  const { kind } = payment.cells;
  return kind === "payment" || kind === "deposit" ? 1 : kind === "refund" ? -1 : 0;
}

/** Entries by id, for those that take one back. */
function byId(payments: readonly Payment[]): ReadonlyMap<string, Payment> {
  const reverses = payments.some(({ cells }) => cells.kind === "reversal");
  return new Map(reverses ? payments.map((payment) => [payment.id, payment]) : []);
}
