/** A day's stops as the people who drive them see them. Pure: the clock and the stops come from outside. */
import type { Stop } from "../../../sync/replica.ts";

/** Called off: it stays in the day, out of the way. */
export const isOff = (stop: Stop): boolean => stop.status === "cancelled" || stop.status === "no_show";

/** Still to be done. */
export const isOpen = (stop: Stop): boolean => stop.status === "requested" || stop.status === "confirmed";

/** Done and to be paid for. */
export const isUnpaid = (stop: Stop): boolean => stop.status === "completed" && !stop.paid && !!stop.amount;

/** The stop that a person is at or goes to: the one under way, else the first that is open, those that wait for *Done* included. */
export function nextStop(stops: readonly Stop[]): Stop | undefined {
  return stops.find((stop) => isOpen(stop) && stop.started !== null) ?? stops.find(isOpen);
}

/** What needs nobody any more: paid or called off. */
export function isSettled(stop: Stop): boolean {
  return isOff(stop) || (stop.status === "completed" && !isUnpaid(stop));
}

/** A day in figures; sums in minor units. */
export interface Sums {
  open: number;
  done: number;
  /** What open and finished stops still bring. */
  toTake: number;
  /** What of that is for finished stops. */
  unpaid: number;
  taken: number;
}

/** How a day stands. What is called off counts for nothing. */
export function sumsOf(stops: readonly Stop[]): Sums {
  const sums: Sums = { open: 0, done: 0, toTake: 0, unpaid: 0, taken: 0 };
  for (const stop of stops) {
    if (isOff(stop)) continue;
    const amount = stop.amount ?? 0;
    if (isOpen(stop)) sums.open += 1;
    else sums.done += 1;
    if (stop.paid) sums.taken += amount;
    else sums.toTake += amount;
    if (isUnpaid(stop)) sums.unpaid += amount;
  }
  return sums;
}
