/**
 * The phone's copy of the business: everything that a screen may ask of it and tell it. Reading never waits for the
 * network; an edit shows in the same frame and is safe once its promise resolves.
 */
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Stop } from "./agenda.ts";
import type { Entry } from "./directory.ts";
import type { Edit, Row } from "./row.ts";
import type { TableName } from "./tables.gen.ts";

export type { Stop } from "./agenda.ts";
export type { Entry } from "./directory.ts";
export { entryKey, newId, uuid5 } from "./ids.ts";
export { isPaid, isReversed, markPaid, owedBy, paidOf, reversal, type Taken } from "./ledger.ts";
export { type Cells, type Edit, hidden, inverse, type Row, same } from "./row.ts";
export type { TableName, Tables } from "./tables.gen.ts";

/** Tables that are held in memory as a whole. */
export type SharedTable =
  | "business"
  | "member"
  | "service"
  | "label"
  | "field"
  | "segment"
  | "task"
  | "conflict"
  | "merge";

/** A client with everything that hangs from it; of merged clients all together, under the face. Deleted rows are left out. */
export interface Card {
  client: Row<"client">;
  pets: Row<"pet">[];
  /** By start, the latest first. */
  bookings: Row<"booking">[];
  /** By instant, the latest first. */
  payments: Row<"payment">[];
  notes: Row<"note">[];
  tasks: Row<"task">[];
  /** Minor units of the business's currency. */
  owed: number;
}

/** The state of syncing, as the one status element shows it. */
export interface Status {
  state: "saved" | "syncing" | "offline" | "attention";
  /** Edits not yet on the server. */
  waiting: number;
  /** Things that a person must look at: refused edits and overwritten values. */
  attention: number;
  /** Rows of the first download. */
  progress?: { done: number; total: number };
  /** storage: the phone will not keep edits; signed-out: sign in again, nothing is lost; upgrade: a newer app is
   * needed; slow: the server does not answer. */
  problem?: "storage" | "signed-out" | "upgrade" | "slow";
}

/** A cell, or a whole edit when `cell` is absent, that the server did not take. */
export interface Refusal {
  key: string;
  table: TableName;
  id: string;
  cell?: string;
  values: Record<string, unknown>;
  code: string;
  text: string;
  /** When it was made: ms UTC. */
  at: number;
}

/** One line of a row's history, as `GET /history` gives it. */
export interface Change {
  device: string;
  n: number;
  o: string;
  member: string;
  cell: string;
  value: unknown;
  stamp: string;
  base: string | null;
  won: boolean;
  conflict: boolean;
  at: number;
}

/** Who is signed in here. */
export interface Seat {
  business: string;
  member: string;
  role: string;
  device: string;
}

/** The phone could not keep an edit (no room, private mode): it is not shown as saved and was taken back. */
export class StorageRefused extends Error {
  override name = "StorageRefused";
}

/** An edit is larger than the server takes (256 KiB). */
export class TooLarge extends Error {
  override name = "TooLarge";
}

/** Signing in did not work; `code` is the server's, `offline` when it was not reached. */
export class JoinFailed extends Error {
  override name = "JoinFailed";
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

export interface Replica {
  /** The directory, the shared tables and this month's agenda are loaded. */
  ready: Promise<void>;
  status: ReadonlySignal<Status>;
  /** null: not signed in. Known once `ready` resolves. */
  me: ReadonlySignal<Seat | null>;
  /** Visible rows of a shared table by id. */
  table<T extends SharedTable>(name: T): ReadonlySignal<ReadonlyMap<string, Row<T>>>;
  /** Visible clients, by name. */
  directory: ReadonlySignal<Entry[]>;
  /** Bookings from one local day to another, inclusive, by start. */
  stops(from: string, to: string): ReadonlySignal<Stop[]>;
  /** undefined: loading; null: no such client. Stays live while it is used. */
  card(client: string): ReadonlySignal<Card | null | undefined>;
  /** The client of a booking; null when there is no such booking. */
  booking(id: string): Promise<string | null>;
  /** One row, deleted ones too; null when the phone has no such row. */
  row<T extends TableName>(table: T, id: string): Promise<Row<T> | null>;
  /** Signals change in the same frame; resolves when the edits are safe on this phone. Raises StorageRefused, TooLarge. */
  edit(edits: Edit | Edit[]): Promise<void>;
  refused: ReadonlySignal<Refusal[]>;
  dismiss(refusal: Refusal): Promise<void>;
  /** A row's history, the latest first: from the server, else the last 20 lines that were kept here. */
  changes(table: TableName, id: string): Promise<Change[]>;
  /** Raises JoinFailed. */
  join(token: string, label: string): Promise<void>;
  /** Ends the session and erases this phone's copy, unsent edits too. */
  signOut(): Promise<void>;
  /** Erases this phone's copy. */
  wipe(): Promise<void>;
}

const nothing = async () => {};
export const replica: Replica = {
  ready: Promise.resolve(),
  status: signal<Status>({ state: "offline", waiting: 0, attention: 0 }),
  me: signal(null),
  table: () => signal(new Map()),
  directory: signal([]),
  stops: () => signal([]),
  card: () => signal(undefined),
  booking: async () => null,
  row: async () => null,
  edit: nothing,
  refused: signal([]),
  dismiss: nothing,
  changes: async () => [],
  join: nothing,
  signOut: nothing,
  wipe: nothing,
};
