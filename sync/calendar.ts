/** The agenda in memory: the months that were asked for, own edits over them. */
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { monthOf, monthsBetween, type Stop } from "./agenda.ts";
import type { Moved } from "./months.ts";

/** Ranges whose signals are kept for the screens that come back to them. */
const KEPT = 40;

export class Calendar {
  readonly #months = new Map<string, Map<string, Stop>>();
  readonly #asked = new Set<string>();
  readonly #edited = new Map<string, Stop[]>();
  readonly #version = signal(0);
  #moves = 0;
  readonly #ranges = new Map<string, ReadonlySignal<Stop[]>>();
  /** Reads a month from the phone's store. */
  load: (month: string) => Promise<Stop[]> = async () => [];
  /** Whether a client is deleted, and its bookings with it. */
  hides: (client: string) => boolean = () => false;
  /** The client whose card shows a client. */
  face: (client: string) => string = (client) => client;

  /** Bookings from one local day to another, inclusive, by start. */
  stops(from: string, to: string): ReadonlySignal<Stop[]> {
    const name = `${from}/${to}`;
    for (const month of monthsBetween(from, to)) void this.want(month);
    let range = this.#ranges.get(name);
    if (!range) {
      let last: Stop[] = [];
      range = computed(() => {
        this.#version.value;
        const stops = this.#between(from, to);
        // What stayed as it was is not drawn again.
        if (stops.length !== last.length || stops.some((stop, at) => stop !== last[at])) last = stops;
        return last;
      });
      const [oldest] = this.#ranges.keys();
      if (this.#ranges.size >= KEPT && oldest !== undefined) this.#ranges.delete(oldest);
      this.#ranges.set(name, range);
    }
    return range;
  }

  /** Has a month read, once. */
  async want(month: string): Promise<void> {
    if (this.#asked.has(month)) return;
    this.#asked.add(month);
    try {
      for (;;) {
        const moves = this.#moves;
        const stops = await this.load(month);
        // What moved while the store was read may not be in it.
        if (moves === this.#moves) return this.fill(month, stops);
      }
    } catch {
      this.#asked.delete(month);
    }
  }

  /** The months that were asked for. */
  asked(): Iterable<string> {
    return this.#asked;
  }

  /** Takes the stops of a month. */
  fill(month: string, stops: readonly Stop[]): void {
    this.#asked.add(month);
    // A month without stops is held too: what comes into it later shows.
    const held = this.#months.get(month) ?? new Map<string, Stop>();
    this.#months.set(month, held);
    for (const stop of stops) held.set(stop.id, stop);
    this.refresh();
  }

  /** Takes stops beside those that are here, as a first download brings them; they show at the next `refresh`. */
  arrive(stops: readonly Stop[]): void {
    for (const stop of stops) {
      const month = monthOf(stop.start);
      const held = this.#months.get(month) ?? new Map<string, Stop>();
      this.#months.set(month, held.set(stop.id, stop));
    }
  }

  /** Takes what moved at the server. */
  move(changes: readonly Moved[]): void {
    this.#moves += 1;
    for (const { id, before, after } of changes) {
      if (before) this.#months.get(monthOf(before.start))?.delete(id);
      if (after) this.#months.get(monthOf(after.start))?.set(id, after);
    }
    if (changes.length) this.refresh();
  }

  /** Lays a client's stops with own edits over the server's; undefined takes them off. */
  edit(client: string, stops: Stop[] | undefined): void {
    if (stops) this.#edited.set(client, stops);
    else this.#edited.delete(client);
    this.refresh();
  }

  /** Has what is shown worked out again. */
  refresh(): void {
    this.#version.value = this.#version.peek() + 1;
  }

  /** Forgets what it holds; what is shown is read again. */
  clear(): void {
    const asked = [...this.#asked];
    this.#moves += 1;
    this.#asked.clear();
    this.#months.clear();
    this.#edited.clear();
    for (const month of asked) void this.want(month);
    this.refresh();
  }

  #between(from: string, to: string): Stop[] {
    const found: Stop[] = [];
    // Behind every time of the last day.
    const end = `${to}~`;
    const take = (stop: Stop) => {
      if (stop.start < from || stop.start > end || this.hides(stop.client)) return;
      const face = this.face(stop.client);
      found.push(face === stop.client ? stop : { ...stop, client: face });
    };
    for (const month of monthsBetween(from, to)) {
      for (const stop of this.#months.get(month)?.values() ?? []) if (!this.#edited.has(stop.client)) take(stop);
    }
    for (const stops of this.#edited.values()) stops.forEach(take);
    return found.sort((left, right) => (`${left.start}${left.id}` < `${right.start}${right.id}` ? -1 : 1));
  }
}
