/**
 * The replica's rooms in a worker: a tab without a screen. It may be terminated at any await, as a browser that crashes
 * does it; what it had not committed is gone.
 */
import { NOWHERE, Reader, type Rows } from "../../../sync/blocks.ts";
import {
  type Database,
  genOf,
  open,
  read,
  reading,
  type Store,
  strictly,
  write,
  writing,
} from "../../../sync/database.ts";
import type { Packed } from "../../../sync/directory.ts";
import { load } from "../../../sync/load.ts";
import { readMonth } from "../../../sync/months.ts";
import { acknowledge, add, batch, type Draft, reject, renumber } from "../../../sync/outbox.ts";
import { rewrite } from "../../../sync/rewrite.ts";
import { apply } from "../../../sync/rows.ts";
import type { TableName } from "../../../sync/tables.gen.ts";
import type { Ack, Rows as Frame, WireRow } from "../../../sync/wire.ts";

let db: Database;
const homes = new Map<string, number>();
const blockOf = (client: string) => homes.get(client) ?? NOWHERE;

/** What a test may have a tab do. */
export const works = {
  /** Opens the store and reads what a tab reads when it starts. */
  async open(business: string, epoch: string) {
    db = await open(business);
    const tx = strictly(db, ["meta"]);
    const copy = await read(tx, "copy");
    if (!copy.epoch) await write(tx, "copy", { ...copy, epoch });
    await tx.done;
    const loaded = await load(db);
    homes.clear();
    for (const [client, block] of loaded.homes) homes.set(client, block);
    return copy.cursor;
  },

  async apply(frame: Frame, now: string) {
    const done = await apply(db, frame, blockOf, now);
    if (typeof done === "string") return done;
    for (const [client, block] of done.homes?.clients ?? []) homes.set(client, block);
    return "applied";
  },

  /** Rewrites some blocks, whether it is worth it or not. */
  async rewrite(blocks: number[]) {
    const tx = writing(db, ["meta", "blocks", "directory", "index", "changed", "fresh"]);
    const copy = await read(tx, "copy");
    const last = Math.max(0, (await tx.objectStore("blocks").count(genOf(copy.gen))) - 1);
    const done = await rewrite(
      tx,
      copy,
      blocks.map((block) => block % (last + 1)),
      blockOf,
    );
    await write(tx, "copy", { ...copy, layout: done.layout });
    await tx.done;
    for (const [client, block] of done.clients) homes.set(client, block);
    return last;
  },

  /** Everything that the copy says of rows, read in every way that there is. */
  async held(asked: [TableName, string][], clients: string[], months: string[]) {
    const loaded = await load(db);
    const tx = reading(db, ["meta", "blocks", "index", "changed", "months"]);
    const copy = await read(tx, "copy");
    const reader = new Reader(tx, copy.gen);
    const rows: (WireRow | undefined)[] = [];
    for (const [table, id] of asked) rows.push(await reader.row(table, id));
    const cards: [string, Rows][] = [];
    for (const client of clients) cards.push([client, await reader.client(client, blockOf(client))]);
    const stops = [];
    for (const month of months) stops.push(...(await readMonth(tx, copy.gen, month)));
    const entries = new Map(loaded.entries);
    for (const [client, entry] of loaded.fresh) {
      if (entry) entries.set(client, entry);
      else entries.delete(client);
    }
    const shared = new Map<string, WireRow>();
    for (const row of loaded.shared) if ((shared.get(row.i)?.q ?? -1) <= row.q) shared.set(row.i, row);
    for (const [, id] of loaded.gone) shared.delete(id);
    return {
      cursor: copy.cursor,
      rows,
      cards,
      stops,
      entries: [...entries.values()].map((entry): Packed => JSON.parse(entry)),
      shared: [...shared.values()],
    };
  },

  /** Every record of every store. */
  async dump() {
    const stores = [...db.objectStoreNames] as Store[];
    const tx = reading(db, stores);
    const all: [string, unknown[], unknown[]][] = [];
    for (const store of stores) {
      const from = tx.objectStore(store);
      all.push([store, await from.getAllKeys(), await from.getAll()]);
    }
    return JSON.stringify(all);
  },

  add: (drafts: Draft[]) => add(db, drafts),
  batch: (after: number, most: number) => batch(db, after, most),
  acknowledge: (ack: Omit<Ack, "type">) => acknowledge(db, ack),
  renumber: (device: string, again: boolean) => renumber(db, device, again),
  reject: (n: number) => reject(db, n, "bad-message", "made up"),

  async numbers() {
    const tx = reading(db, ["meta", "outbox", "archive", "refused"]);
    const [counter, outbox, archive, refused] = await Promise.all([
      read(tx, "counter"),
      tx.objectStore("outbox").getAll(),
      tx.objectStore("archive").getAll(),
      tx.objectStore("refused").getAll(),
    ]);
    return { counter, outbox, archive, refused };
  },
};

self.onmessage = async ({ data: { id, work, args } }) => {
  try {
    const value = await (works[work as keyof typeof works] as (...args: unknown[]) => Promise<unknown>)(...args);
    self.postMessage({ id, value });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
  }
};
