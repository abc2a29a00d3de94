/** Which bookings take the same time of one member. */
import type { Stop } from "../../../sync/replica.ts";
import { resolve } from "./localtime.ts";

const MINUTE = 60_000;

/** Stops that take their member's time: those of cancelled and missed bookings do not. */
export function occupies(stop: Stop): boolean {
  return stop.status !== "cancelled" && stop.status !== "no_show";
}

/** The ids of stops that take the time of another of their member. `zone` is that of stops without one. */
export function crowdedOf(stops: readonly Stop[], zone: string): ReadonlySet<string> {
  const timed = stops
    .filter(occupies)
    .map(({ id, member, start, minutes, zone: own }) => {
      const from = resolve(start, own || zone).at;
      return { id, member, from, to: from + minutes * MINUTE };
    })
    .sort((a, b) => a.from - b.from);
  const crowded = new Set<string>();
  for (const [index, stop] of timed.entries()) {
    for (let at = index + 1; at < timed.length; at += 1) {
      const later = timed[at] as typeof stop;
      if (later.from >= stop.to) break;
      if (later.member === stop.member && stop.from < later.to) crowded.add(stop.id).add(later.id);
    }
  }
  return crowded;
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
