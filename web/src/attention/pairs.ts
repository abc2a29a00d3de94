/** Bookings of which one member can keep only one. Pure. */
import type { Stop } from "../../../sync/replica.ts";
import { resolve } from "../forms/localtime.ts";
import { isOpen } from "../today/day.ts";

/** Pairs of open bookings of one member that overlap, the earliest first. `zone` is that of bookings without one. */
export function pairs(stops: readonly Stop[], zone: string): [Stop, Stop][] {
  const timed = stops
    .filter((stop) => isOpen(stop) && stop.member && stop.minutes > 0)
    .map((stop) => ({ stop, from: resolve(stop.start, stop.zone || zone).at }))
    .sort((a, b) => a.from - b.from);
  const found: [Stop, Stop][] = [];
  for (const [index, { stop, from }] of timed.entries()) {
    const end = from + stop.minutes * 60_000;
    for (const later of timed.slice(index + 1)) {
      if (later.from >= end) break;
      if (later.stop.member === stop.member) found.push([stop, later.stop]);
    }
  }
  return found;
}
