/** Bookings that take the same time, side by side. Pure. */

/** A stretch of time, its end not part of it. */
export interface Stretch {
  from: number;
  to: number;
}

/** Which of how many equal columns a stretch takes. */
export interface Place {
  column: number;
  of: number;
}

/**
 * A column for each stretch, in the order given: no two that overlap share one, and those that hang together are as many
 * columns wide as the most of them that overlap at one moment.
 */
export function columnsOf(stretches: readonly Stretch[]): Place[] {
  const places: Place[] = stretches.map(() => ({ column: 0, of: 1 }));
  const order = stretches.map((stretch, index) => ({ ...stretch, index }));
  order.sort((a, b) => a.from - b.from || b.to - a.to || a.index - b.index);
  let ends: number[] = [];
  let group: Place[] = [];
  for (const { from, to, index } of order) {
    if (ends.every((end) => end <= from)) {
      ends = [];
      group = [];
    }
    const free = ends.findIndex((end) => end <= from);
    const place = places[index] as Place;
    place.column = free < 0 ? ends.length : free;
    ends[place.column] = to;
    group.push(place);
    for (const each of group) each.of = ends.length;
  }
  return places;
}
