/** The agenda at rest: the stops of each month, packed. */
import { monthOf, type Stop } from "./agenda.ts";
import { queue, type Transaction, type Writing } from "./database.ts";

/** What became of one booking's stop; null where it has none. */
export interface Moved {
  id: string;
  before: Stop | null;
  after: Stop | null;
}

/** A stop as a month keeps it: cells that many have alike are places in the month's words. `waiting` is never kept. */
type Packed = [
  id: string,
  client: string,
  pets: string[],
  start: string,
  minutes: number,
  started: number | null,
  amount: number | null,
  paid: boolean,
  service: number,
  member: number,
  zone: number,
  status: number,
  modality: number,
  currency: number,
];

/** Packs the stops of one month as they come: less than half of what they take as objects, to be written and parsed. */
export class Packing {
  readonly #words = new Map<string, number>();
  /** JSON of the stops that came together, without its brackets. */
  readonly #lots: string[] = [];

  /** How many times stops were added. */
  get lots(): number {
    return this.#lots.length;
  }

  add(stops: readonly Stop[]): this {
    const packed: Packed[] = [];
    for (const stop of stops) packed.push(this.#pack(stop));
    if (packed.length) this.#lots.push(JSON.stringify(packed).slice(1, -1));
    return this;
  }

  /** The text of the stops, without those of the first so many lots. */
  text(from = 0): string {
    return `{"words":${JSON.stringify([...this.#words.keys()])},"stops":[${this.#lots.slice(from).join()}]}`;
  }

  #pack(stop: Stop): Packed {
    return [
      stop.id,
      stop.client,
      stop.pets,
      stop.start,
      stop.minutes,
      stop.started,
      stop.amount,
      stop.paid,
      this.#word(stop.service),
      this.#word(stop.member),
      this.#word(stop.zone),
      this.#word(stop.status),
      this.#word(stop.modality),
      this.#word(stop.currency),
    ];
  }

  #word(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    this.#words.set(word, this.#words.size);
    return this.#words.size - 1;
  }
}

/** The stops of a month. */
export async function readMonth(tx: Transaction, gen: number, month: string): Promise<Stop[]> {
  const text = await tx.objectStore("months").get([gen, month]);
  return text ? unpack(text) : [];
}

/** The stops that a month's text holds. */
export function unpack(text: string): Stop[] {
  const month: Stop[] | { words: string[]; stops: Packed[] } = JSON.parse(text);
  // An earlier build kept them as objects, which lack what it did not know of yet.
  if (Array.isArray(month)) return month.map((stop) => ({ ...stop, started: stop.started ?? null }));
  const { words, stops } = month;
  const word = (place: number) => words[place] ?? "";
  return stops.map(
    ([id, client, pets, start, minutes, started, amount, paid, service, member, zone, status, modality, currency]) => ({
      id,
      client,
      pets,
      service: word(service),
      member: word(member),
      start,
      minutes,
      zone: word(zone),
      status: word(status),
      started,
      modality: word(modality),
      amount,
      currency: word(currency),
      paid,
      waiting: false,
    }),
  );
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
    queue(tx.objectStore("months").put(new Packing().add([...stops.values()]).text(), [gen, month]));
  }
}
