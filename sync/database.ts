/**
 * The phone's store: one IndexedDB database for each business, and a small one that names the current business.
 * Free of the page, so that the service worker may use it too.
 */
import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import type { TableName } from "./tables.gen.ts";
import type { Me, Op, WireRow } from "./wire.ts";

/** An op as the phone keeps it. */
export interface Kept extends Op {
  /** The device id under which it is numbered. */
  device: string;
  /** Where it stands among the phone's edits, whatever device ids they bore. */
  place: number;
  /** The clients on whose cards it shows. */
  clients: string[];
  /** It was acknowledged before, and is sent to a server that may lack it: it does not lie over the row again. */
  again?: true;
}

/** An acknowledged op. */
export interface Archived extends Kept {
  /** Lies over the row until the cursor passes this seq; absent once it has. */
  pending?: number;
}

/** A row that is newer than its block, or gone from it. */
export interface Changed {
  t: TableName;
  i: string;
  row: WireRow | null;
  /** The client whose card it stands on, "" for none: an index skips null. */
  client: string;
  /** The block that holds an older version; -1 when none does. */
  home: number;
}

/** What start-up needs of some blocks. */
export interface Shelf {
  /** JSON of each block's packed directory entries. */
  entries: string;
  /** JSON of each block's rows of tables that are held in memory. */
  shared: string;
}

/** A refused cell, or a whole op when `cell` is absent. */
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

/** The device's counter. An empty device has yet to be given an id. */
export interface Counter {
  device: string;
  n: number;
  place: number;
  /** The last op acknowledged under this device. */
  acked: { n: number; o: string };
}

/** Which server history the rows are of, and up to where. */
export interface Copy {
  epoch: string;
  cursor: number;
  /** Blocks, pages and months bear the number of the download that they came with. */
  gen: number;
  /** Grows when blocks are rewritten. */
  layout: number;
}

/** A download under way. */
export interface Download {
  epoch: string;
  head: number;
  gen: number;
  /** Lines of the snapshot that are stored. */
  line: number;
  done: number;
  total: number;
}

/** By how much server time is ahead of the phone's wall clock, in ms, and the delay of the exchange that told. */
export interface Offset {
  offset: number;
  delay: number;
}

/** One line of the sync log. */
export interface Logged {
  /** When, by the phone's own clock: ms UTC. */
  at: number;
  kind:
    | "connected"
    | "cut"
    | "unreached"
    | "sent"
    | "took"
    | "received"
    | "refused"
    | "copied"
    | "forked"
    | "reset"
    | "restored"
    | "signed-out"
    | "storage"
    | "busy"
    | "clock";
  /** How many. */
  n?: number;
  /** Seconds: how long it took, or by how much the clock differs. */
  s?: number;
  why?: string;
}

/** The keys of `meta`. */
export interface Meta {
  counter: Counter;
  copy: Copy;
  download: Download;
  offset: Offset;
  me: Me;
  /** Grows with every change that other tabs must hear of. */
  version: number;
  /** What must be done before edits are sent: a new snapshot, and sending the archive again. */
  must: { snapshot?: boolean; resend?: boolean };
  log: Logged[];
  /** The devices list as the server last gave it. */
  devices: unknown;
}

export interface Schema extends DBSchema {
  meta: { key: keyof Meta; value: Meta[keyof Meta] };
  outbox: { key: [string, number]; value: Kept };
  archive: { key: [string, number]; value: Archived; indexes: { pending: number; w: number } };
  refused: { key: string; value: Refusal };
  /** JSON of the rows of a block, in UTF-8. */
  blocks: { key: [number, number]; value: Uint8Array<ArrayBuffer> };
  directory: { key: [number, number]; value: Shelf };
  /** The ids of some blocks' rows, one line a block, to find the block of a row. */
  index: { key: [number, number]; value: string };
  /** The stops of a month, packed. */
  months: { key: [number, string]; value: string };
  changed: { key: [TableName, string]; value: Changed; indexes: { client: string; home: number } };
  /** JSON of packed entries that are newer than their page; "null" for a client that is gone. */
  fresh: { key: string; value: string };
  past: { key: [TableName, string]; value: Change[] };
}

export type Store = StoreNames<Schema>;
/** The stores that the copy of the business fills, beside its place in `meta`. */
export const COPY = ["blocks", "directory", "index", "months", "changed", "fresh", "past"] as const;
export type Database = IDBPDatabase<Schema>;
export type Reading = IDBPTransaction<Schema, Store[], "readonly">;
export type Writing = IDBPTransaction<Schema, Store[], "readwrite">;
export type Transaction = Reading | Writing;

const EMPTY: Pick<Meta, "counter" | "copy" | "version" | "must"> = {
  counter: { device: "", n: 0, place: 0, acked: { n: 0, o: "" } },
  copy: { epoch: "", cursor: 0, gen: 0, layout: 0 },
  version: 0,
  must: {},
};

/** Opens a business's database, new or of an older version. `onClosed` is told when the browser closes it by itself. */
export function open(business: string, onClosed?: () => void): Promise<Database> {
  return openDB<Schema>(name(business), 1, {
    upgrade(db, from) {
      if (from < 1) first(db);
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed?.();
    },
    terminated: onClosed,
  });
}

/** Version 1. */
function first(db: Database): void {
  db.createObjectStore("meta");
  db.createObjectStore("outbox", { keyPath: ["device", "n"] });
  const archive = db.createObjectStore("archive", { keyPath: ["device", "n"] });
  archive.createIndex("pending", "pending");
  archive.createIndex("w", "w");
  db.createObjectStore("refused", { keyPath: "key" });
  const changed = db.createObjectStore("changed", { keyPath: ["t", "i"] });
  changed.createIndex("client", "client");
  changed.createIndex("home", "home");
  for (const store of ["blocks", "directory", "index", "months", "fresh", "past"] as const) db.createObjectStore(store);
}

/** Erases a business's database. */
export async function erase(business: string): Promise<void> {
  await deleteDB(name(business));
}

function name(business: string): string {
  return `fichero-${business}`;
}

/** A transaction that only reads. */
export function reading(db: Database, stores: Store[]): Reading {
  return db.transaction(stores);
}

/** A transaction that may be lost with the machine, though never half of it: for what the server has too. */
export function writing(db: Database, stores: Store[]): Writing {
  return db.transaction(stores, "readwrite");
}

/** A transaction that is on disk when it is done. */
export function strictly(db: Database, stores: Store[]): Writing {
  return db.transaction(stores, "readwrite", { durability: "strict" });
}

/** What `meta` has under a key; the empty value where there is one. */
export async function read<K extends keyof Meta>(
  tx: Transaction,
  key: K,
): Promise<K extends keyof typeof EMPTY ? Meta[K] : Meta[K] | undefined> {
  const value = await tx.objectStore("meta").get(key);
  return (value ?? structuredClone(EMPTY[key as keyof typeof EMPTY])) as never;
}

/** Writes a key of `meta`. */
export function write<K extends keyof Meta>(tx: Writing, key: K, value: Meta[K]): Promise<unknown> {
  return tx.objectStore("meta").put(value, key);
}

/** What a conversation begins from. */
export async function standing(
  db: Database,
): Promise<Pick<Meta, "counter" | "copy" | "must"> & Partial<Pick<Meta, "download">>> {
  const tx = reading(db, ["meta"]);
  const [counter, copy, must, download] = await Promise.all([
    read(tx, "counter"),
    read(tx, "copy"),
    read(tx, "must"),
    read(tx, "download"),
  ]);
  return { counter, copy, must, ...(download ? { download } : {}) };
}

/** Notes what must be done before edits are sent, whatever becomes of this page. */
export async function demand(db: Database, more: Meta["must"]): Promise<void> {
  const tx = strictly(db, ["meta"]);
  await write(tx, "must", { ...(await read(tx, "must")), ...more });
  await tx.done;
}

/** Lets requests fail in silence: the end of their transaction tells. */
export function queue(...requests: (Promise<unknown> | undefined)[]): void {
  for (const request of requests) request?.catch(() => {});
}

/** Counts a change that other tabs must hear of, and gives its number. */
export async function advance(tx: Writing): Promise<number> {
  const version = (await read(tx, "version")) + 1;
  queue(write(tx, "version", version));
  return version;
}

/** The ranges that select one device's ops, and one download's blocks. */
export function opsOf(device: string, from = 0, to = Number.MAX_SAFE_INTEGER): IDBKeyRange {
  return IDBKeyRange.bound([device, from], [device, to]);
}
export function genOf(gen: number): IDBKeyRange {
  return IDBKeyRange.bound([gen], [gen, []]);
}

/** Whether an error says that the phone has no room for this, or keeps nothing at all. */
export function isRefusal(error: unknown): boolean {
  const refusals = ["QuotaExceededError", "SecurityError", "NotAllowedError", "InvalidAccessError"];
  return error instanceof DOMException && refusals.includes(error.name);
}

/** Whether an error says that the connection to the database is broken, as iOS does after a while in the background. */
export function isBroken(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "UnknownError" || error.name === "InvalidStateError");
}
