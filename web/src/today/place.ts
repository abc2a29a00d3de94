/** Where a stop is: the booking's own address, else the client's first. */
import { type Card, replica, type Stop } from "../../../sync/replica.ts";
import type { Address } from "../../../sync/tables.gen.ts";
import { entries } from "../card/entries";

/** Undefined while the card loads, null when there is nowhere to go. */
export function placeOf(stop: Stop): Address | string | null | undefined {
  if (stop.modality !== "theirs") return null;
  const card = replica.card(stop.client).value;
  if (card === undefined) return undefined;
  const own = bookingOf(stop, card)?.cells.address;
  return own ?? (card && entries<Address>(card.client.cells, "addresses")[0]?.value) ?? null;
}

export const bookingOf = (stop: Stop, card: Card | null | undefined) =>
  card?.bookings.find((booking) => booking.id === stop.id);
