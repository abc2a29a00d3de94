/** A day's stops as the people who drive them see them. Pure: the clock and the stops come from outside. */
import type { Stop } from "../../../sync/replica.ts";

/** Called off: it stays in the day, out of the way. */
export const isOff = (stop: Stop): boolean => stop.status === "cancelled" || stop.status === "no_show";

/** Still to be done. */
export const isOpen = (stop: Stop): boolean => stop.status === "requested" || stop.status === "confirmed";

/** The stop that a person is at or goes to: the first that is open, those of the past included, since they wait for *Done*. */
export function nextStop(stops: readonly Stop[]): Stop | undefined {
  return stops.find(isOpen);
}

/**
 * What needs nobody any more and comes before the next stop: paid or called off. More than one of them are put together,
 * so that the next one is at the top.
 */
export function isSettled(stop: Stop): boolean {
  return isOff(stop) || (stop.status === "completed" && (stop.paid || !stop.amount));
}

/** What of a day's finished stops has not been paid, in minor units. */
export function toTake(stops: readonly Stop[]): number {
  return stops.reduce((sum, stop) => sum + (stop.status === "completed" && !stop.paid ? (stop.amount ?? 0) : 0), 0);
}

/** A map with the way along these addresses, from where the phone is. */
export function routeLink(places: readonly string[]): string {
  const way = places.slice(0, -1).join("|");
  const query = new URLSearchParams({ api: "1", travelmode: "driving", destination: places.at(-1) ?? "" });
  if (way) query.set("waypoints", way);
  return `https://www.google.com/maps/dir/?${query}`;
}
