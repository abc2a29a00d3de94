/**
 * Stamps: `mmmmmmmmm-ccc-dddddddd`, base 36, issued by the server alone. Comparing stamps is comparing strings, so this
 * file has little to do: it only makes the stand-ins that a phone shows for edits which have no stamp yet.
 */

/** The device part of stamps on cells that the server itself writes. */
export const SERVER_DEVICE = "00000000";

/** The stand-in for the stamp of an own edit that is not back yet: greater than every stamp, in the order of edits. */
export function pendingStamp(place: number): string {
  return `~${place.toString(36).padStart(11, "0")}`;
}

/** The device that wrote the value which bears this stamp; empty for an own edit that is not back yet. */
export function deviceOf(stamp: string): string {
  return stamp.slice(14);
}
