/**
 * Types names into search letter by letter, over the directory of the business in a snapshot and over a larger one, and
 * says how long each keystroke took beside one pass of indexOf over the same folded texts. For Node and for a browser.
 */
import { owner, type Rows } from "../sync/blocks.ts";
import { entryOf, type Packed } from "../sync/directory.ts";
import { keyOf, plain } from "../sync/row.ts";
import type { WireRow } from "../sync/wire.ts";
import { search } from "../web/src/clients/search.ts";

/** Milliseconds of each keystroke, and of the floor's pass over the same entries. */
export interface Typed {
  entries: number;
  exact: number[];
  mistyped: number[];
  floor: number[];
}

/** How often everything is typed before it is measured, as anybody's second search is. */
const WARM = 1;
/** Passes of the floor that are timed together: one alone is shorter than a browser's clock shows. */
const PASSES = 5;
/** Of so many keystrokes the floor is measured for one: every pass reads the whole directory. */
const SPARSE = 5;

/** Measures over the lines of a snapshot as they are, and over `more` entries made of them. */
export function measure(lines: readonly string[], names: number, more: number): Typed[] {
  const few = directory(lines);
  const many = Array.from({ length: more }, (_, at) => renamed(few[at % few.length] as Packed, at));
  return [few, many].map((entries) => typing(entries, names));
}

function directory(lines: readonly string[]): Packed[] {
  const cards = new Map<string, Rows>();
  for (const line of lines) {
    const said: WireRow[] | object = JSON.parse(line);
    for (const row of Array.isArray(said) ? said : []) {
      const client = owner(row);
      if (client) cards.set(client, (cards.get(client) ?? new Map()).set(keyOf(row.t, row.i), row));
    }
  }
  return [...cards.values()].flatMap((rows) => entryOf([...rows.values()].map(plain), "2026-01-01T00:00") ?? []);
}

/** The same client under another name, so that a larger directory does not find everything many times. */
function renamed(entry: Packed, at: number): Packed {
  const mark = at.toString(36);
  return {
    ...entry,
    id: `${entry.id}-${mark}`,
    fold: entry.fold.replace(" ", `${mark} `),
    name: `${entry.name}${mark}`,
  };
}

function typing(entries: readonly Packed[], names: number): Typed {
  const step = Math.max(1, Math.floor(entries.length / names));
  const chosen = entries.filter((_, at) => at % step === 0).map(({ fold }) => fold.split(" ").slice(0, 2).join(" "));
  const keys = chosen.flatMap(keystrokes);
  // Neighbours swapped: such a beginning is nobody's, so the slower pass always runs.
  const wrong = chosen.filter((name) => name.length > 4).flatMap((name) => keystrokes(swapped(name)).slice(3));
  const told: Typed = { entries: entries.length, exact: [], mistyped: [], floor: [] };
  for (let round = 0; round <= WARM; round += 1) {
    told.exact = keys.map((query) => timed(() => search(entries, query)));
    told.mistyped = wrong.map((query) => timed(() => search(entries, query)));
  }
  const some = keys.filter((_, at) => at % SPARSE === 0);
  told.floor = some.map((query) => timed(() => passes(entries, query)) / PASSES);
  return told;
}

function keystrokes(name: string): string[] {
  return Array.from(name, (_, at) => name.slice(0, at + 1));
}

function swapped(name: string): string {
  return `${name.slice(0, 1)}${name[2]}${name[1]}${name.slice(3)}`;
}

function passes(entries: readonly Packed[], query: string): number {
  let found = 0;
  for (let at = 0; at < PASSES; at += 1) for (const { fold } of entries) if (fold.indexOf(query) >= 0) found += 1;
  return found;
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
