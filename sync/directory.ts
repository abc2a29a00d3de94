/** The directory: for each client what lists, search and Today need, worked out once from the client's rows. */
import { digits, fold } from "./fold.ts";
import { owedBy } from "./ledger.ts";
import { type Collections, collectionsOf, type Plain, rowsOf } from "./row.ts";
import type { Address, Contact } from "./tables.gen.ts";

/** One client of the directory. */
export interface Entry {
  id: string;
  name: string;
  initials: string;
  /** `lead`, `active`, `inactive` or "". */
  status: string;
  phones: string[];
  emails: string[];
  city: string;
  pets: { id: string; name: string; codes: string[]; breed: string }[];
  /** Ids of labels. */
  labels: string[];
  /** The pinned note's text, or "". */
  alert: string;
  /** What the client owes, in minor units of the business's currency; negative is credit. */
  owed: number;
  /** Local start of the next booking, `2026-11-21T09:30`, or "". */
  next: string;
  /** Local start of the last booking that was not cancelled, or "". */
  last: string;
  /** Folded words that search looks through. */
  fold: string;
  /** The phones' digits, one space apart. */
  digits: string;
  /** Has edits that are not on the server yet. */
  waiting: boolean;
}

/** An entry as it is kept: its dates are worked out again when it is read, since bookings pass. */
export interface Packed extends Entry {
  hidden: boolean;
  /** Local starts of bookings that were still to come when it was packed, in order. */
  upcoming: string[];
}

/** The entry of a client from its rows, own edits laid over them; null when the client's own row is not among them. */
export function entryOf(rows: readonly Plain[], now: string): Packed | null {
  const [client] = rowsOf(rows, "client");
  if (!client) return null;
  const { cells } = client;
  const pets = rowsOf(rows, "pet")
    .filter(({ hidden }) => !hidden)
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .map((pet) => ({ id: pet.id, cells: pet.cells, of: collectionsOf(pet) }));
  const notes = rowsOf(rows, "note").filter(({ hidden, cells }) => !hidden && cells.pinned && cells.body);
  const of = collectionsOf(client);
  const phones = values<Contact>(of.phones).flatMap(({ value }) => value || []);
  const emails = values<Contact>(of.emails).flatMap(({ value }) => value || []);
  const addresses = values<Address>(of.addresses);
  const name = cells.name ?? "";
  // Named one by one: to spread them costs as much as all the rest.
  const { next, last, upcoming } = dates(rows, now);
  return {
    id: client.id,
    name,
    initials: initials(name),
    status: cells.status ?? "",
    phones,
    emails,
    city: addresses.find(({ city }) => city)?.city ?? "",
    pets: pets.map(({ id, cells, of }) => ({
      id,
      name: cells.name ?? "",
      codes: codesOf(of),
      breed: cells.breed ?? "",
    })),
    labels: set(of.labels).map(([key]) => key),
    alert: notes.reduce((newest, note) => (!newest || note.id > newest.id ? note : newest), notes[0])?.cells.body ?? "",
    owed: owedBy(rowsOf(rows, "booking"), rowsOf(rows, "payment")),
    next,
    last,
    upcoming,
    fold: folded([
      [cells.name, cells.company, cells.position, cells.tax_id, cells.emergency, cells.pickup, ...emails],
      addresses.flatMap(({ street, city }) => [street, city]),
      values(of.custom),
      ...pets.flatMap(({ cells, of }) => [
        [cells.name, cells.species, cells.breed, cells.coat, cells.allergies, cells.vet],
        codesOf(of),
        values(of.custom),
      ]),
    ]),
    digits: phones.map(digits).join(" "),
    waiting: rows.some(({ waiting }) => waiting),
    hidden: client.hidden,
  };
}

/** A packed entry as it is at a later local time: bookings that were to come may have passed. */
export function at(packed: Packed, now: string): Packed {
  const { upcoming } = packed;
  const first = upcoming[0];
  if (!first || first >= now) return packed;
  const next = upcoming.find((start) => start >= now) ?? "";
  const last = upcoming.findLast((start) => start < now) ?? "";
  return { ...packed, next, last: last > packed.last ? last : packed.last };
}

/** The one entry of merged clients under the face's name. */
export function joined(face: Packed, others: readonly Packed[]): Packed {
  const all = [face, ...others];
  const every = <T>(pick: (entry: Packed) => T[]) => [...new Set(all.flatMap(pick))];
  const nexts = all.flatMap(({ next }) => next || []).sort();
  return {
    ...face,
    phones: every(({ phones }) => phones),
    emails: every(({ emails }) => emails),
    pets: all.flatMap(({ pets }) => pets),
    labels: every(({ labels }) => labels),
    alert: all.find(({ alert }) => alert)?.alert ?? "",
    owed: all.reduce((sum, { owed }) => sum + owed, 0),
    next: nexts[0] ?? "",
    last:
      all
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? "",
    fold: all.map(({ fold }) => fold).join(" "),
    digits: all.map(({ digits }) => digits).join(" "),
    waiting: all.some(({ waiting }) => waiting),
  };
}

type Collection = Collections[string] | undefined;

/** The values of a collection that were not removed. */
function values<T>(collection: Collection): T[] {
  return (collection ?? []).flatMap(([, value]) => (value == null ? [] : [value as T]));
}

/** The entries of a collection that are set. */
function set(collection: Collection): [key: string, value: unknown][] {
  return (collection ?? []).filter(([, value]) => value);
}

/** Temperament codes: the entry's text, or its key when it is merely set. */
function codesOf({ codes }: Record<string, Collection>): string[] {
  return set(codes).map(([key, value]) => (value === true ? key : String(value)));
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

function dates(rows: readonly Plain[], now: string): Pick<Packed, "next" | "last" | "upcoming"> {
  const upcoming: string[] = [];
  let last = "";
  for (const { cells, hidden } of rowsOf(rows, "booking")) {
    const { status, when } = cells;
    if (hidden || !when || status === "cancelled" || status === "no_show") continue;
    if (status !== "completed" && when.start >= now) upcoming.push(when.start);
    else if (when.start > last) last = when.start;
  }
  upcoming.sort();
  return { next: upcoming[0] ?? "", last, upcoming };
}

function folded(words: readonly unknown[][]): string {
  return fold(words.flat().filter(Boolean).join(" "));
}
