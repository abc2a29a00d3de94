/** Bookings laid on the axes of days: at their real instants, whatever zone they were made in. Pure. */
import type { Stop } from "../../../sync/replica.ts";
import { resolve } from "../forms/localtime.ts";
import { openSpans, type Span } from "../forms/slots.ts";
import { type Axis, offsetOf, STEP } from "./axis.ts";
import { columnsOf, type Place } from "./columns.ts";

const MINUTE = 60_000;

/** What of a booking stands on one day. `from` is before 0 where it began the day before, `to` beyond the end where it goes on. */
export interface Piece extends Place {
  stop: Stop;
  from: number;
  to: number;
}

/** The instant (ms) at which a booking begins; `zone` is the business's. */
export const instantOf = (stop: Stop, zone: string): number => resolve(stop.start, stop.zone || zone).at;

/** The pieces of `stops` on a day, the earliest first, those that overlap in columns. The shortest is a quarter of an hour tall. */
export function piecesOn(axis: Axis, stops: readonly Stop[]): Piece[] {
  const found = stops.flatMap((stop) => {
    const from = (instantOf(stop, axis.zone) - axis.start) / MINUTE;
    const to = from + Math.max(stop.minutes, STEP);
    return from < axis.minutes && to > 0 ? [{ stop, from, to }] : [];
  });
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const places = columnsOf(found);
  return found.map((piece, index) => ({ ...piece, ...(places[index] as Place) }));
}

/** The stretches of a day in which one does not work, by hours as they are stored. */
export function closedSpans(axis: Axis, hours: unknown): Span[] {
  const closed: Span[] = [];
  let from = 0;
  const open = openSpans(hours, axis.day).sort((a, b) => a.from - b.from);
  for (const span of [...open, { from: 24 * 60, to: 24 * 60 }]) {
    const to = offsetOf(axis, span.from);
    if (to > from) closed.push({ from, to });
    from = Math.max(from, offsetOf(axis, span.to));
  }
  return closed;
}
