/**
 * The directory in memory: every client's entry, own edits over it, in the order of names. Entries come as JSON and are
 * parsed when they are asked for, the whole list with the first search: to draw a day takes few of them.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { at, type Entry, joined, type Packed } from "./directory.ts";
import type { Groups } from "./groups.ts";

/** From so many changes on the list is sorted anew; fewer are put in their places. */
const MANY = 200;

/** How the JSON of an entry ends that is not hidden. */
const SEEN = '"hidden":false}';

export class Roster {
  /** Grows with every change of what is shown. */
  readonly #version = signal(0);
  #entries = new Map<string, Packed | string>();
  readonly #edited = new Map<string, Packed | null>();
  /** What the list shows, by client. */
  readonly #shown = new Map<string, Packed>();
  /** The list, once it was asked for. */
  #sorted: Packed[] | undefined;
  #groups: Groups = new Map();
  /** The local time of the business. */
  now: () => string = () => "";

  /** Visible clients, by name. */
  readonly list: ReadonlySignal<Entry[]> = computed(() => {
    this.#version.value;
    this.#sorted ??= this.#all();
    return this.#sorted;
  });

  /** What the list shows of a client; live as the list is. */
  entry(client: string): Entry | undefined {
    this.#version.value;
    return this.#sorted ? this.#shown.get(client) : (this.#at(client, this.now()) ?? undefined);
  }

  /** Whether the phone has a client's row, hidden or not. */
  knows(client: string): boolean {
    return this.#edited.has(client) || this.#entries.has(client);
  }

  /** Whether a client is deleted, and all that hangs from it hidden. An unknown one is not: its row may come later. */
  hides(client: string): boolean {
    const text = this.#edited.has(client) ? undefined : this.#entries.get(client);
    // The stops of a day ask: most entries tell by their last letters, and are never parsed.
    if (typeof text === "string" && text.endsWith(SEEN)) return false;
    return this.#get(client)?.hidden ?? false;
  }

  /** The client whose card shows a client: itself, or the face of the merged. */
  face(client: string): string {
    return this.group(client)[0] ?? client;
  }

  /** The clients that are on one card with a client, the face first. */
  group(client: string): readonly string[] {
    return this.#groups.get(client) ?? [client];
  }

  /** Takes the map of all entries for its own; the list waits for `refresh`. */
  begin(entries: Map<string, Packed | string>): void {
    this.#entries = entries;
  }

  /** Takes entries as the server's rows make them; `false` while more are coming leaves the list to `refresh`. */
  set(entries: Iterable<[string, Packed | string | null]>, list = true): void {
    const touched: string[] = [];
    for (const [client, entry] of entries) {
      if (entry) this.#entries.set(client, entry);
      else this.#entries.delete(client);
      touched.push(client);
    }
    if (list) this.refresh(touched);
  }

  /** Lays an entry with own edits over a client's; undefined takes it off. The list waits for `refresh`. */
  edit(client: string, entry: Packed | null | undefined): void {
    if (entry === undefined) this.#edited.delete(client);
    else this.#edited.set(client, entry);
  }

  /** The clients that merges name. */
  grouped(): Iterable<string> {
    return this.#groups.keys();
  }

  /** Takes the merges. */
  regroup(groups: Groups): void {
    const touched = new Set([...this.#groups.keys(), ...groups.keys()]);
    this.#groups = groups;
    if (touched.size) this.refresh(touched);
  }

  /** Brings the list up to date for some clients, or for all. */
  refresh(clients?: Iterable<string>): void {
    if (!clients) {
      this.#sorted = undefined;
      this.#version.value = this.#version.peek() + 1;
      return;
    }
    const touched = new Set<string>();
    for (const client of clients) for (const one of this.group(client)) touched.add(one);
    if (touched.size > MANY) this.#sorted = undefined;
    if (this.#sorted) this.#sorted = this.#placed(this.#sorted, touched);
    this.#version.value = this.#version.peek() + 1;
  }

  clear(): void {
    this.#entries.clear();
    this.#edited.clear();
    this.#groups = new Map();
    this.#sorted = undefined;
  }

  /** The list with some clients in their places. */
  #placed(sorted: readonly Packed[], touched: Iterable<string>): Packed[] {
    const now = this.now();
    const list = [...sorted];
    for (const client of touched) {
      const before = this.#shown.get(client);
      const entry = this.#show(client, now);
      if (before) list.splice(place(list, before), 1);
      if (entry) list.splice(place(list, entry), 0, entry);
    }
    return list;
  }

  #all(): Packed[] {
    const now = this.now();
    this.#parse();
    this.#shown.clear();
    for (const client of this.#entries.keys()) this.#show(client, now);
    for (const client of this.#edited.keys()) this.#show(client, now);
    return [...this.#shown.values()].sort(compare);
  }

  /** Parses the entries that nobody asked for, all at once, which takes less than one by one. */
  #parse(): void {
    const texts: string[] = [];
    for (const entry of this.#entries.values()) if (typeof entry === "string") texts.push(entry);
    for (const entry of JSON.parse(`[${texts.join()}]`) as Packed[]) this.#entries.set(entry.id, entry);
  }

  #get(client: string): Packed | null | undefined {
    const edited = this.#edited.get(client);
    if (edited !== undefined) return edited;
    const entry = this.#entries.get(client);
    if (typeof entry !== "string") return entry;
    const parsed: Packed = JSON.parse(entry);
    this.#entries.set(client, parsed);
    return parsed;
  }

  /** Works out what the list shows of a client at a local time, and keeps it. */
  #show(client: string, now: string): Packed | null {
    const entry = this.#at(client, now);
    if (entry) this.#shown.set(client, entry);
    else this.#shown.delete(client);
    return entry;
  }

  /** What the list shows of a client: nothing of one that is hidden or stands on another's card. */
  #at(client: string, now: string): Packed | null {
    const entry = this.#get(client);
    if (!entry || entry.hidden) return null;
    const group = this.#groups.get(client);
    if (!group) return at(entry, now);
    const [face, ...others] = group;
    if (face !== client) return null;
    const more = others.flatMap((other) => this.#get(other) ?? []);
    return joined(
      at(entry, now),
      more.map((other) => at(other, now)),
    );
  }
}

/** Folded texts begin with the name. */
function compare(left: Packed, right: Packed): number {
  if (left.fold !== right.fold) return left.fold < right.fold ? -1 : 1;
  return left.id < right.id ? -1 : 1;
}

/** Where an entry belongs in a sorted list. */
function place(list: readonly Packed[], entry: Packed): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = list[middle];
    if (there && compare(there, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
