/**
 * Downloads the whole business. What arrives is stored beside the copy in use, line by line, and takes its place in one
 * transaction at the end, so a crash leaves the old copy and a download that goes on where it was. A phone that has
 * no copy yet uses the new one from the first line.
 */
import { localTime, monthOf, type Stop, stopsOf } from "./agenda.ts";
import { owner, type Rows } from "./blocks.ts";
import {
  advance,
  type Changed,
  COPY,
  type Database,
  type Download,
  genOf,
  queue,
  read,
  reading,
  strictly,
  type Writing,
  write,
  writing,
} from "./database.ts";
import { entryOf, type Packed } from "./directory.ts";
import { lines } from "./lines.ts";
import { refusedBy } from "./refused.ts";
import { keyOf } from "./row.ts";
import { plain, uncover } from "./rows.ts";
import { isShared } from "./sharing.ts";
import { type Page, readIds, writePages } from "./shelves.ts";
import type { WireRow } from "./wire.ts";

/** What a block brings to memory. */
export interface Block {
  block: number;
  entries: Packed[];
  shared: WireRow[];
  stops: Stop[];
}

/** What the caller is told on the way. */
export interface Watcher {
  /** Rows stored, of how many. */
  progress(done: number, total: number): void;
  /** A block of a phone's first copy: it may be shown before the rest is here. */
  arrived(block: Block): void;
}

/** The most blocks that are stored together. The first is stored alone, so that a screen soon has something to show. */
const TOGETHER = 16;

type Header = { epoch: string; head: number; rows: number };

/**
 * Downloads a snapshot, or goes on with one that was cut. Resolves when it has taken the place of the copy; raises
 * Refused, TypeError when the network fails, and what IndexedDB raises. To be called by one tab at a time.
 */
export async function download(db: Database, watcher: Watcher, signal: AbortSignal): Promise<void> {
  const { begun, first, stored } = await resume(db);
  const query = begun ? `?head=${begun.head}&line=${begun.line}` : "";
  const response = await fetch(`/sync/snapshot${query}`, { signal, credentials: "same-origin" });
  if (response.status === 410 && begun) {
    await discard(db);
    return download(db, watcher, signal);
  }
  if (!response.ok || !response.body) throw await refusedBy(response);
  const arriving = new Arriving(db, watcher, begun, first);
  if (begun) for (const [block, text] of stored.entries()) arriving.recall(block, JSON.parse(text));
  for await (const line of lines(response.body)) {
    const said: Header | WireRow[] | { end: true } = JSON.parse(line);
    if (Array.isArray(said)) await arriving.take(said, line);
    else if ("end" in said) return arriving.finish();
    else await arriving.begin(said);
  }
  throw new TypeError("the snapshot was cut");
}

/** What an earlier attempt left: how far it came, its blocks, and whether they are this phone's first copy. */
async function resume(db: Database): Promise<{ begun: Download | undefined; first: boolean; stored: string[] }> {
  const tx = reading(db, ["meta", "blocks"]);
  const [begun, copy] = await Promise.all([read(tx, "download"), read(tx, "copy")]);
  return {
    begun,
    first: copy.epoch === "",
    stored: begun ? await tx.objectStore("blocks").getAll(genOf(begun.gen)) : [],
  };
}

/** Forgets a download that cannot be gone on with. */
async function discard(db: Database): Promise<void> {
  const tx = writing(db, ["meta", "blocks"]);
  const begun = await read(tx, "download");
  if (begun) queue(tx.objectStore("blocks").delete(genOf(begun.gen)));
  queue(tx.objectStore("meta").delete("download"));
  await tx.done;
}

/** A snapshot on its way into the store. */
class Arriving {
  readonly #db: Database;
  readonly #watcher: Watcher;
  readonly #pages: Page[] = [];
  readonly #months = new Map<string, Stop[]>();
  readonly #lost: Changed[] = [];
  #download: Download | undefined;
  /** Whether the phone has no other copy. */
  readonly #first: boolean;
  #zone = "UTC";
  #blocks = 0;
  /** The last array, kept back until the next shows that it does not go on with the same client. */
  #held: WireRow[] = [];
  /** The lines in which it came. */
  #heldLines: string[] = [];
  /** Blocks that are yet to be stored, in one transaction with how far the download has come. */
  #waiting: { unpacked: Block; rows: WireRow[]; lines: string[] }[] = [];
  #together = 1;

  constructor(db: Database, watcher: Watcher, begun: Download | undefined, first: boolean) {
    this.#first = first;
    this.#db = db;
    this.#watcher = watcher;
    this.#download = begun;
  }

  /** Takes the header: a new download begins. */
  async begin({ epoch, head, rows }: Header): Promise<void> {
    await discard(this.#db);
    const tx = writing(this.#db, ["meta"]);
    const copy = await read(tx, "copy");
    this.#download = { epoch, head, gen: copy.gen + 1, line: 1, done: 0, total: rows };
    if (this.#first) await write(tx, "copy", { ...copy, gen: copy.gen + 1 });
    await write(tx, "download", this.#download);
    await tx.done;
  }

  /** Takes a block that an earlier attempt stored. */
  recall(block: number, rows: WireRow[]): void {
    this.#blocks = block + 1;
    const unpacked = this.#unpack(block, rows);
    this.#keep(unpacked, rows);
    if (this.#first) this.#watcher.arrived(unpacked);
  }

  /** Takes the next array of rows, with the line that it was read from. */
  async take(rows: WireRow[], line: string): Promise<void> {
    const [first] = rows;
    const client = first && owner(first);
    const goesOn =
      client &&
      this.#held.length &&
      first.t !== "client" &&
      this.#held.some(({ t, i }) => t === "client" && i === client);
    if (goesOn) this.#held.push(...rows);
    else {
      await this.#cut();
      this.#held = rows;
    }
    this.#heldLines.push(line);
  }

  /** Puts the download in the place of the copy. */
  async finish(): Promise<void> {
    await this.#cut();
    await this.#store();
    const download = this.#download;
    if (!download) throw new TypeError("the snapshot has no header");
    const tx = strictly(this.#db, ["meta", "archive", ...COPY]);
    const copy = await read(tx, "copy");
    const { gen, epoch, head } = download;
    for (const store of ["blocks", "directory", "index", "months"] as const) {
      queue(tx.objectStore(store).delete(IDBKeyRange.upperBound([gen], true)));
    }
    for (const store of ["changed", "fresh", "past"] as const) queue(tx.objectStore(store).clear());
    writePages(tx, gen, this.#pages);
    for (const [month, stops] of this.#months) queue(tx.objectStore("months").put(JSON.stringify(stops), [gen, month]));
    for (const lost of this.#lost) queue(tx.objectStore("changed").put(lost));
    await write(tx, "copy", { epoch, cursor: head, gen, layout: copy.layout + 1 });
    // Numbers of another history say nothing here: what was acknowledged there is sent again.
    await uncover(tx, copy.epoch === epoch ? head : Number.POSITIVE_INFINITY);
    if (copy.epoch === epoch && head >= copy.cursor) await forgetAbsent(tx, gen, head);
    const { snapshot, ...must } = await read(tx, "must");
    await write(tx, "must", copy.epoch && copy.epoch !== epoch ? { ...must, resend: true } : must);
    queue(tx.objectStore("meta").delete("download"));
    await advance(tx);
    await tx.done;
  }

  /** Makes a block of what was kept back, and stores it with those before it once they are enough. */
  async #cut(): Promise<void> {
    if (!this.#heldLines.length) return;
    const rows = this.#held;
    this.#waiting.push({ unpacked: this.#unpack(this.#blocks, rows), rows, lines: this.#heldLines });
    this.#blocks += 1;
    this.#held = [];
    this.#heldLines = [];
    if (this.#waiting.length >= this.#together) await this.#store();
  }

  /** Stores the blocks that wait, and how far the download has come. */
  async #store(): Promise<void> {
    const download = this.#download;
    if (!download) throw new TypeError("the snapshot has no header");
    const blocks = this.#waiting;
    if (!blocks.length) return;
    const progress = { ...download };
    const tx = writing(this.#db, ["meta", "blocks"]);
    for (const { unpacked, rows, lines } of blocks) {
      // A line is nearly always a block, and need not be written as JSON once more.
      const [line = ""] = lines;
      const text = lines.length === 1 ? line : JSON.stringify(rows);
      queue(tx.objectStore("blocks").put(text, [download.gen, unpacked.block]));
      progress.line += lines.length;
      progress.done += rows.length;
    }
    await Promise.all([write(tx, "download", progress), tx.done]);
    this.#download = progress;
    this.#waiting = [];
    this.#together = Math.min(TOGETHER, 2 * this.#together);
    this.#watcher.progress(progress.done, progress.total);
    for (const { unpacked, rows } of blocks) {
      this.#keep(unpacked, rows);
      if (this.#first) this.#watcher.arrived(unpacked);
    }
  }

  /** What is worked out of a block's rows. */
  #unpack(block: number, rows: readonly WireRow[]): Block {
    const zone = rows.find(({ t }) => t === "business")?.v.zone;
    if (typeof zone === "string") this.#zone = zone;
    const now = localTime(Date.now(), this.#zone);
    const cards = new Map<string, Rows>();
    for (const row of rows) {
      const client = owner(row);
      if (client) cards.set(client, (cards.get(client) ?? new Map()).set(keyOf(row.t, row.i), row));
    }
    const entries: Packed[] = [];
    const stops: Stop[] = [];
    for (const [client, card] of cards) {
      const shown = plain(card);
      const entry = entryOf(shown, now);
      if (entry) entries.push(entry);
      // Rows of a client that is not here are found by the client that they name, once it comes.
      else for (const row of card.values()) this.#lost.push({ t: row.t, i: row.i, row, client, home: block });
      stops.push(...stopsOf(shown));
    }
    return { block, entries, stops, shared: rows.filter(({ t }) => isShared(t)) };
  }

  #keep({ block, entries, shared, stops }: Block, rows: readonly WireRow[]): void {
    this.#pages[block] = { entries, shared, ids: rows.map(({ i }) => i) };
    for (const stop of stops) {
      const month = monthOf(stop.start);
      const there = this.#months.get(month);
      if (there) there.push(stop);
      else this.#months.set(month, [stop]);
    }
  }
}

/**
 * Drops from the archive what the same server history had and this view has not: it was erased, or is no longer for
 * these eyes.
 */
async function forgetAbsent(tx: Writing, gen: number, head: number): Promise<void> {
  const archived = await tx.objectStore("archive").getAll();
  if (!archived.length) return;
  const ids = new Set((await readIds(tx, gen)).flatMap((text) => text.split(" ")));
  for (const { device, n, i, pending } of archived) {
    if (!ids.has(i) && (pending ?? 0) <= head) queue(tx.objectStore("archive").delete([device, n]));
  }
}
