/**
 * A snapshot on its way into the store: its blocks as they came, what is worked out of them, and how far it is. It takes
 * the place of the copy in one transaction at the end, so a crash leaves the old copy and a download that goes on where
 * it was.
 */
import { localTime, monthOf, type Stop } from "./agenda.ts";
import { type Bytes, owner, parsed, written } from "./blocks.ts";
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
import { Packing } from "./months.ts";
import { uncover } from "./rows.ts";
import { BLOCKS, listed, type Page, pageOf, readIds, writePages } from "./shelves.ts";
import type { Copied, Header, Piece, Watcher } from "./snapshot.ts";
import { type Unpacked, unpack } from "./unpack.ts";
import type { WireRow } from "./wire.ts";

/** One array of rows, with the line that it was read from. */
interface Line {
  rows: WireRow[];
  bytes: Bytes;
}

/** A snapshot on its way into the store. */
export class Arriving {
  readonly #db: Database;
  readonly #watcher: Watcher;
  readonly #wanted: ReadonlySet<string>;
  #download: Download | undefined;
  /** Whether the phone has no other copy. */
  #first = false;
  /** The local time of the business when the download began. */
  #now = localTime(Date.now(), "UTC");
  /** The pages of the blocks that were cut. */
  readonly #pages: Page[] = [];
  readonly #months = new Map<string, Packing>();
  /** How many lots of each month that is wanted were told. */
  readonly #told = new Map<string, number>();
  readonly #strays: Changed[] = [];
  /** The last lines, kept back until the next shows that it does not go on with the same client. */
  #held: Line[] = [];
  /** Blocks that are yet to be stored, in one transaction with how far the download has come. */
  #waiting: { bytes: Bytes; lines: number; rows: number }[] = [];
  /** The transaction that stores blocks while the next are unpacked. */
  #storing: Promise<unknown> = Promise.resolve();

  constructor(db: Database, watcher: Watcher, wanted: ReadonlySet<string>) {
    this.#db = db;
    this.#watcher = watcher;
    this.#wanted = wanted;
  }

  /** Looks what an earlier attempt left; gives what to ask the server for. */
  async resume(): Promise<string> {
    const tx = reading(this.#db, ["meta"]);
    const [begun, copy] = await Promise.all([read(tx, "download"), read(tx, "copy")]);
    this.#download = begun;
    this.#first = copy.epoch === "";
    return begun ? `?head=${begun.head}&line=${begun.line}` : "";
  }

  /** Takes the blocks that an earlier attempt stored. */
  async recall(): Promise<void> {
    if (!this.#download) return;
    const { gen } = this.#download;
    for (;;) {
      const from = this.#pages.length;
      const tx = writing(this.#db, ["blocks", "directory", "index"]);
      const some = await tx.objectStore("blocks").getAll(IDBKeyRange.bound([gen, from], [gen, from + BLOCKS - 1]));
      for (const bytes of some) this.#unpack(parsed(bytes));
      writePages(tx, gen, this.#pages, from);
      await tx.done;
      if (!some.length) return;
      if (this.#first) this.#watcher.arrived(this.#piece(from));
      await this.#watcher.pause?.();
    }
  }

  /** Takes the header: a new download begins. */
  async begin({ epoch, head, rows }: Header): Promise<void> {
    const tx = writing(this.#db, ["meta"]);
    const copy = await read(tx, "copy");
    const gen = copy.gen + 1;
    this.#download = { epoch, head, gen, line: 1, done: 0, total: rows };
    if (this.#first) await write(tx, "copy", { ...copy, gen });
    await write(tx, "download", this.#download);
    await tx.done;
  }

  /** Forgets a download that cannot be gone on with. */
  async discard(): Promise<void> {
    const tx = writing(this.#db, ["meta", "blocks", "directory", "index"]);
    const begun = await read(tx, "download");
    for (const store of ["blocks", "directory", "index"] as const) {
      if (begun) queue(tx.objectStore(store).delete(genOf(begun.gen)));
    }
    queue(tx.objectStore("meta").delete("download"));
    await tx.done;
  }

  /** Takes the next array of rows. */
  async take(line: Line): Promise<void> {
    const [first] = line.rows;
    const client = first && owner(first);
    const goesOn =
      client &&
      first.t !== "client" &&
      this.#held.some(({ rows }) => rows.some(({ t, i }) => t === "client" && i === client));
    if (!goesOn) await this.#cut();
    this.#held.push(line);
  }

  /** Puts the download in the place of the copy. */
  async finish(): Promise<Copied> {
    await this.#cut();
    await this.#store();
    const { gen, epoch, head, line } = this.#begun();
    const tx = strictly(this.#db, ["meta", "archive", ...COPY]);
    const [copy, stored] = await Promise.all([read(tx, "copy"), read(tx, "download")]);
    if (stored?.line !== line) {
      queue(tx.done);
      tx.abort();
      await this.#storing;
      throw new TypeError("the last blocks were not stored");
    }
    for (const store of ["blocks", "directory", "index", "months"] as const) {
      queue(tx.objectStore(store).delete(IDBKeyRange.upperBound([gen], true)));
    }
    for (const store of ["changed", "fresh", "past"] as const) queue(tx.objectStore(store).clear());
    for (const [month, stops] of this.#months) queue(tx.objectStore("months").put(stops.text(), [gen, month]));
    for (const stray of this.#strays) queue(tx.objectStore("changed").put(stray));
    const layout = copy.layout + 1;
    await write(tx, "copy", { epoch, cursor: head, gen, layout });
    // Numbers of another history say nothing here: what was acknowledged there is sent again.
    await uncover(tx, copy.epoch === epoch ? head : Number.POSITIVE_INFINITY);
    if (copy.epoch === epoch && head >= copy.cursor) await forgetAbsent(tx, gen, head);
    const { snapshot, ...must } = await read(tx, "must");
    await write(tx, "must", copy.epoch && copy.epoch !== epoch ? { ...must, resend: true } : must);
    queue(tx.objectStore("meta").delete("download"));
    const version = await advance(tx);
    await tx.done;
    return { version, layout, epoch, gen, blocks: this.#pages.length };
  }

  /** Tells all stops that came of a month that is wanted only now. */
  recount(month: string): void {
    if (this.#first && this.#months.has(month)) this.#watcher.arrived(this.#piece(this.#pages.length));
  }

  /** Makes a block of what was kept back, and stores it with those before it once they are enough. */
  async #cut(): Promise<void> {
    const lines = this.#held;
    const [line] = lines;
    if (!line) return;
    this.#held = [];
    const rows = lines.flatMap(({ rows }) => rows);
    this.#unpack(rows);
    // A line is nearly always a block, and need not be written as JSON once more.
    const bytes = lines.length === 1 ? line.bytes : written(rows);
    this.#waiting.push({ bytes, lines: lines.length, rows: rows.length });
    // Each time as many as there are, so that a screen soon has something to show and is not drawn too often.
    if (this.#waiting.length >= Math.min(BLOCKS, Math.max(2, this.#pages.length / 2))) await this.#store();
  }

  /** Stores the blocks that wait with their pages, and how far the download has come. */
  async #store(): Promise<void> {
    const blocks = this.#waiting;
    if (!blocks.length) return;
    this.#waiting = [];
    const download = { ...this.#begun() };
    this.#download = download;
    const from = this.#pages.length - blocks.length;
    const piece = this.#piece(from);
    await this.#storing;
    const tx = writing(this.#db, ["meta", "blocks", "directory", "index"]);
    const begun = read(tx, "download");
    for (const [at, { bytes, lines, rows }] of blocks.entries()) {
      queue(tx.objectStore("blocks").put(bytes, [download.gen, from + at]));
      download.line += lines;
      download.done += rows;
    }
    writePages(tx, download.gen, this.#pages, from);
    this.#storing = Promise.all([write(tx, "download", download), tx.done]).then(() =>
      this.#watcher.progress(download.done, download.total),
    );
    queue(this.#storing);
    await begun;
    // Shown as soon as the transaction has begun: whoever reads a card of these rows waits for its end.
    if (this.#first) this.#watcher.arrived(piece);
  }

  /** The blocks from one on, with the stops that memory wants and was not told of. */
  #piece(block: number): Piece {
    const pages = this.#pages.slice(block);
    return {
      gen: this.#begun().gen,
      block,
      entries: listed(pages.map(({ entries }) => entries)),
      shared: listed(pages.map(({ shared }) => shared)),
      stops: [...this.#wanted].flatMap((month) => this.#untold(month)),
    };
  }

  #untold(month: string): string[] {
    const stops = this.#months.get(month);
    const told = this.#told.get(month) ?? 0;
    if (!stops || stops.lots === told) return [];
    this.#told.set(month, stops.lots);
    return [stops.text(told)];
  }

  #begun(): Download {
    if (!this.#download) throw new TypeError("the snapshot has no header");
    return this.#download;
  }

  #unpack(rows: readonly WireRow[]): void {
    const zone = rows.find(({ t }) => t === "business")?.v.zone;
    if (typeof zone === "string") this.#now = localTime(Date.now(), zone);
    const unpacked: Unpacked = unpack(rows, this.#now);
    // Rows of a client that is not here are found by the client that they name, once it comes.
    const home = this.#pages.length;
    for (const { client, row } of unpacked.strays) this.#strays.push({ t: row.t, i: row.i, row, client, home });
    this.#pages.push(pageOf(unpacked.entries, unpacked.shared, rows));
    for (const [month, stops] of byMonth(unpacked.stops)) {
      const packing = this.#months.get(month) ?? new Packing();
      this.#months.set(month, packing.add(stops));
    }
  }
}

function byMonth(stops: readonly Stop[]): ReadonlyMap<string, Stop[]> {
  const months = new Map<string, Stop[]>();
  for (const stop of stops) {
    const month = monthOf(stop.start);
    const there = months.get(month);
    if (there) there.push(stop);
    else months.set(month, [stop]);
  }
  return months;
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
