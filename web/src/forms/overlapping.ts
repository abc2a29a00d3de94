/** Which bookings take the same time of one member. */
import type { Stop } from "../../../sync/replica.ts";
import { resolve } from "./localtime.ts";

const MINUTE = 60_000;

/** Stops that take their member's time: those of cancelled and missed bookings do not. */
export function occupies(stop: Stop): boolean {
  return stop.status !== "cancelled" && stop.status !== "no_show";
}

/** The stops of the same member that a booking would overlap, by real time. */
export function overlapping(
  stops: readonly Stop[],
  wanted: { member: string; start: string; minutes: number; zone: string; except?: string },
): Stop[] {
  const from = resolve(wanted.start, wanted.zone).at;
  const to = from + wanted.minutes * MINUTE;
  return stops.filter((stop) => {
    if (stop.member !== wanted.member || stop.id === wanted.except || !occupies(stop)) return false;
    const begins = resolve(stop.start, stop.zone || wanted.zone).at;
    return begins < to && from < begins + stop.minutes * MINUTE;
  });
}
