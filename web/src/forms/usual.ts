/** What a client books as a rule, so that a booking for a known one comes filled in. Pure. */
import type { Card, Row, Stop } from "../../../sync/replica.ts";
import type { Money } from "../../../sync/tables.gen.ts";
import { addDays } from "./localtime.ts";

type Booking = Row<"booking">;
type Service = Row<"service">;

/** Of how many last bookings the most frequent service is the usual one. */
const LOOKED_AT = 5;
/** Days until the next booking where the service names none. */
export const REBOOK_DAYS = 42;

/** Bookings that took place or will, the latest first. */
const kept = (card: Card): Booking[] =>
  card.bookings.filter(({ cells }) => cells.status !== "cancelled" && cells.status !== "no_show");

/** Ids of the pets that a booking is for. */
export const petIds = (booking: Booking): string[] =>
  Object.entries(booking.cells).flatMap(([cell, value]) => (cell.startsWith("pets.") && value ? [cell.slice(5)] : []));

/** The service a client books most of late, of two the later; the only one there is for a client without bookings. */
export function usualService(card: Card, offered: readonly Service[]): string {
  const ids = new Set(offered.map(({ id }) => id));
  const late = kept(card)
    .map(({ cells }) => cells.service ?? "")
    .filter((id) => ids.has(id))
    .slice(0, LOOKED_AT);
  const times = (id: string) => late.filter((each) => each === id).length;
  const [usual] = [...late].sort((a, b) => times(b) - times(a));
  return usual ?? (offered.length === 1 ? (offered[0]?.id ?? "") : "");
}

/** The only pet, or those that came last time. */
export function usualPets(card: Card): string[] {
  if (card.pets.length === 1) return card.pets.map(({ id }) => id);
  const last = new Set(petIds(card.bookings[0] ?? ({ cells: {} } as Booking)));
  return card.pets.filter(({ id }) => last.has(id)).map(({ id }) => id);
}

/** Members who give a service: those it names, or everybody when it names none who is here. */
export function givers(service: Service | undefined, members: readonly Row<"member">[]): readonly Row<"member">[] {
  const named = members.filter(({ id }) => service?.cells[`members.${id}`]);
  return named.length > 0 ? named : members;
}

/** The first of `wishes` who gives the service (who did last time, who books), else the first who does. */
export function giver(able: readonly Row<"member">[], wishes: readonly (string | null | undefined)[]): string {
  const ids = able.map(({ id }) => id);
  return wishes.find((wish) => wish && ids.includes(wish)) ?? ids[0] ?? "";
}

/** Who served the client last, with this service if they ever had it. */
export function lastMember(card: Card, service: string): string {
  const bookings = kept(card);
  return (bookings.find(({ cells }) => cells.service === service) ?? bookings[0])?.cells.member ?? "";
}

/**
 * Length and price of a service for some pets: as last time for the very same, else the service's own. A price in another
 * currency than `currency` is none: the same figure would be another sum.
 */
export function termsOf(
  card: Card,
  service: Service | undefined,
  pets: readonly string[],
  currency: string,
): { minutes: number; price: Money | null } {
  const usable = (price: Money | null | undefined) => (price?.currency === currency ? price : undefined);
  const same = kept(card).find(
    (booking) => booking.cells.service === service?.id && String(petIds(booking).sort()) === String([...pets].sort()),
  );
  return {
    minutes: same?.cells.when?.minutes ?? service?.cells.minutes ?? 60,
    price: usable(same?.cells.price) ?? usable(service?.cells.price) ?? null,
  };
}

/** The local time at which one who had `stop` should come again: as many days later as the service says. */
export function nextVisit(stop: Stop, service: Service | undefined): string {
  const days = service?.cells.rebook_days || REBOOK_DAYS;
  return `${addDays(stop.start.slice(0, 10), days)}T${stop.start.slice(11, 16)}`;
}
