/** What a booking is called, when it is, and what may still be done with it. */
import { isPaid, paidOf } from "../../../sync/ledger";
import type { Card, Row } from "../../../sync/replica";
import { nameOf, nowLocal, zone } from "../business";
import { entries } from "../card/entries";
import { translated } from "../forms/localtime";
import { day, list, t, time } from "../words";

export type Booking = Row<"booking">;

/** Start on the business's clock, whatever zone the booking was made in; "" when it has none (yet). */
export function startOf({ cells: { when } }: Booking): string {
  return when ? translated(when.start, when.zone || zone.value, zone.value) : "";
}

/** The service's name, or *Booking* when it is not known here. */
export const serviceOf = (booking: Booking): string =>
  nameOf("service", booking.cells.service) || t("bookings.booking");

/** Names of the pets that come. */
export function petsOf(booking: Booking, card: Card): string {
  const ids = new Set(entries(booking.cells, "pets").map(({ key }) => key));
  return list(card.pets.filter((pet) => ids.has(pet.id)).map((pet) => pet.cells.name ?? ""));
}

/** Day and time in words. */
export function whenOf(booking: Booking, style: "short" | "date" = "short"): string {
  const start = startOf(booking);
  return start ? `${day(start, style)}, ${time(start)}` : t("bookings.no_date");
}

/** True once its start has passed on the business's clock. */
export const isPast = (booking: Booking): boolean => startOf(booking) < nowLocal();

/** True while it is still meant to take place. */
export const isOpen = (booking: Booking): boolean =>
  booking.cells.status === "requested" || booking.cells.status === "confirmed" || !booking.cells.status;

/** True when it took time and is paid for: neither cancelled nor missed. */
export const counts = (booking: Booking): boolean =>
  booking.cells.status !== "cancelled" && booking.cells.status !== "no_show";

/** What is still to be paid of a booking, in minor units; nothing for one that was cancelled. */
export function dueOf(booking: Booking, card: Card): number {
  if (!counts(booking)) return 0;
  return Math.max(0, (booking.cells.price?.amount ?? 0) - paidOf(booking.id, card.payments));
}

/** True when *Mark as paid* makes sense. */
export const payable = (booking: Booking, card: Card): boolean =>
  counts(booking) && !isPaid(booking, card.payments) && dueOf(booking, card) > 0;
