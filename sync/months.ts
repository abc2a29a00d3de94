/** The agenda at rest: the stops of each month, packed. */
import { monthOf, type Stop } from "./agenda.ts";
import { queue, type Transaction, type Writing } from "./database.ts";

/** What became of one booking's stop; null where it has none. */
export interface Moved {
  id: string;
  before: Stop | null;
  after: Stop | null;
}

/** The stops of a month. */
export async function readMonth(tx: Transaction, gen: number, month: string): Promise<Stop[]> {
  const text = await tx.objectStore("months").get([gen, month]);
  return text ? unpack(text) : [];
}

/** The stops that a month's text holds. One that an earlier build packed lacks what it did not know of yet. */
export function unpack(text: string): Stop[] {
  const stops: Stop[] = JSON.parse(text);
  for (const stop of stops) stop.started ??= null;
  return stops;
}

/** The stops that differ between two states of some clients. */
export function moved(before: readonly Stop[], after: readonly Stop[]): Moved[] {
  const olds = new Map(before.map((stop) => [stop.id, stop]));
  const changes: Moved[] = [];
  for (const stop of after) {
    const old = olds.get(stop.id) ?? null;
    olds.delete(stop.id);
    if (JSON.stringify(old) !== JSON.stringify(stop)) changes.push({ id: stop.id, before: old, after: stop });
  }
  for (const old of olds.values()) changes.push({ id: old.id, before: old, after: null });
  return changes;
}

/** Writes what moved into the months that it touches. */
export async function writeMoved(tx: Writing, gen: number, changes: readonly Moved[]): Promise<void> {
  const touched = new Set<string>();
  for (const { before, after } of changes) {
    if (before) touched.add(monthOf(before.start));
    if (after) touched.add(monthOf(after.start));
  }
  for (const month of touched) {
    const stops = new Map((await readMonth(tx, gen, month)).map((stop) => [stop.id, stop]));
    for (const { id, after } of changes) {
      if (after && monthOf(after.start) === month) stops.set(id, after);
      else stops.delete(id);
    }
    queue(tx.objectStore("months").put(JSON.stringify([...stops.values()]), [gen, month]));
  }
}
