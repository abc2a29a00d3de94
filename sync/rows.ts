/** Applies what the server sends: rows, packed records and the cursor move in one transaction, or not at all. */
import { type Stop, stopsOf } from "./agenda.ts";
import { NOWHERE, owner, Reader, type Rows } from "./blocks.ts";
import { advance, COPY, type Database, type Kept, queue, read, type Writing, write, writing } from "./database.ts";
import { entryOf, type Packed } from "./directory.ts";
import { type Moved, moved, writeMoved } from "./months.ts";
import { type Homes, rewrite } from "./rewrite.ts";
import { keyOf, plain } from "./row.ts";
import type { Gone, Rows as RowsFrame, WireRow } from "./wire.ts";

/** What a frame changed, for memory and for the other tabs. */
export interface Patch {
  version: number;
  cursor: number;
  rows: WireRow[];
  gone: Gone[];
  entries: [client: string, entry: Packed | null][];
  stops: Moved[];
  /** Blocks given to clients, where erasing rewrote some. */
  homes: Homes | null;
}

/** What became of a frame: applied; dropped, since all of it is here; or rows before it are missing. */
export type Applied = Patch | "known" | "missing" | "strange";

/**
 * Applies a frame. `blockOf` gives the block of a client's own row, `now` is the local time of the business.
 * Frames may come twice, late or overlapping.
 */
export async function apply(
  db: Database,
  frame: RowsFrame,
  blockOf: (client: string) => number,
  now: string,
): Promise<Applied> {
  const tx = writing(db, ["meta", "outbox", "archive", "refused", ...COPY]);
  const copy = await read(tx, "copy");
  if (frame.epoch !== copy.epoch) return "strange";
  if (frame.from > copy.cursor) return "missing";
  if (frame.to <= copy.cursor) return "known";
  const rows = frame.rows.filter(({ q }) => q > copy.cursor);
  const { gone } = frame;
  const applying = new Applying(tx, copy.gen, blockOf);
  for (const row of rows) await applying.put(row);
  for (const one of gone) await applying.drop(one);
  const { entries, stops } = await applying.pack(now);
  await writeMoved(tx, copy.gen, stops);
  const erased = gone.filter(([, , why]) => why === "erased");
  for (const [table, id] of erased) await forget(tx, table, id);
  // A block or page that still holds erased values is written anew at once.
  const homes = applying.unclean.size ? await rewrite(tx, copy, [...applying.unclean], blockOf) : null;
  const cursor = frame.to;
  await write(tx, "copy", { ...copy, cursor, layout: homes?.layout ?? copy.layout });
  await uncover(tx, cursor);
  const version = await advance(tx);
  await tx.done;
  return { version, cursor, rows, gone, entries, stops, homes };
}

/** Own edits whose rows are here no longer lie over them. */
export async function uncover(tx: Writing, cursor: number): Promise<void> {
  for (const { pending, ...op } of await tx
    .objectStore("archive")
    .index("pending")
    .getAll(IDBKeyRange.upperBound(cursor))) {
    queue(tx.objectStore("archive").put(op));
  }
}

/** Drops the values of an erased row from everything that the phone wrote about it. Ops keep their numbers. */
async function forget(tx: Writing, table: string, id: string): Promise<void> {
  const own = (op: Kept) => op.t === table && op.i === id;
  for (const op of (await tx.objectStore("outbox").getAll()).filter(own)) {
    queue(tx.objectStore("outbox").put({ ...op, v: { deleted: true }, b: {} }));
  }
  for (const op of (await tx.objectStore("archive").getAll()).filter(own)) {
    queue(tx.objectStore("archive").delete([op.device, op.n]));
  }
  for (const refusal of await tx.objectStore("refused").getAll()) {
    if (refusal.table === table && refusal.id === id) queue(tx.objectStore("refused").delete(refusal.key));
  }
  queue(tx.objectStore("past").delete([table as Kept["t"], id]));
}

/** One frame on its way into the store. */
class Applying {
  /** Blocks that hold values which must be nowhere. */
  readonly unclean = new Set<number>();
  readonly #tx: Writing;
  readonly #reader: Reader;
  readonly #blockOf: (client: string) => number;
  readonly #before = new Map<string, Rows>();
  readonly #after = new Map<string, Rows>();

  constructor(tx: Writing, gen: number, blockOf: (client: string) => number) {
    this.#tx = tx;
    this.#reader = new Reader(tx, gen);
    this.#blockOf = blockOf;
  }

  /** Takes a row, new or newer than the one held. */
  async put(row: WireRow): Promise<void> {
    const client = owner(row);
    const old = await this.#old(row, client);
    if (old.client && old.client !== client) (await this.#rows(old.client)).delete(keyOf(row.t, row.i));
    if (client) (await this.#rows(client)).set(keyOf(row.t, row.i), row);
    const changed = { t: row.t, i: row.i, row, client: client ?? "", home: old.home };
    queue(this.#tx.objectStore("changed").put(changed));
  }

  /** Takes a row away. */
  async drop([t, i, why]: Gone): Promise<void> {
    const changed = this.#tx.objectStore("changed");
    const [held, row] = [await changed.get([t, i]), await this.#reader.row(t, i)];
    const client = row ? owner(row) : held?.client || null;
    const home = held?.home ?? (row ? await this.#reader.locate(i) : NOWHERE);
    if (client) (await this.#rows(client)).delete(keyOf(t, i));
    if (home === NOWHERE) queue(changed.delete([t, i]));
    else queue(changed.put({ t, i, row: null, client: "", home }));
    if (why !== "erased") return;
    for (const block of [home, client ? this.#blockOf(client) : NOWHERE])
      if (block !== NOWHERE) this.unclean.add(block);
  }

  /** Packs the entries and stops of every client that was touched. */
  async pack(now: string): Promise<{ entries: Patch["entries"]; stops: Moved[] }> {
    const entries: Patch["entries"] = [];
    const before: Stop[] = [];
    const after: Stop[] = [];
    for (const [client, rows] of this.#after) {
      const bare = [...rows.values()].map(plain);
      const entry = entryOf(bare, now);
      entries.push([client, entry]);
      queue(this.#tx.objectStore("fresh").put(JSON.stringify(entry), client));
      before.push(...stopsOf([...(this.#before.get(client)?.values() ?? [])].map(plain)));
      after.push(...stopsOf(bare));
    }
    return { entries, stops: moved(before, after) };
  }

  /** The rows of a client as this frame leaves them. */
  async #rows(client: string): Promise<Rows> {
    let rows = this.#after.get(client);
    if (!rows) {
      const before = await this.#reader.client(client, this.#blockOf(client));
      rows = new Map(before);
      this.#before.set(client, before);
      this.#after.set(client, rows);
    }
    return rows;
  }

  /** Where an older version of a row stands: its block, and the client that it belonged to. */
  async #old(row: WireRow, client: string | null): Promise<{ home: number; client: string | null }> {
    // A client's rows must be read before this row is written, or it would pass for an old one.
    if (client) await this.#rows(client);
    const held = await this.#tx.objectStore("changed").get([row.t, row.i]);
    if (held) return { home: held.home, client: held.client || null };
    const moves = "client" in row.x && row.t !== "client";
    const near = client ? this.#blockOf(client) : NOWHERE;
    if (!moves && client && (await this.#reader.has(near, row.i))) return { home: near, client };
    // A row that enters somebody else's view comes again just as it was made: only its place tells it from a new one.
    if (!moves && client) return { home: NOWHERE, client: null };
    const home = await this.#reader.locate(row.i);
    const old = home === NOWHERE ? undefined : await this.#reader.inBlock(home, row.t, row.i);
    return old ? { home, client: owner(old) } : { home: NOWHERE, client: null };
  }
}
