/**
 * Downloads the whole business: what arrives becomes a copy beside the one in use. A phone that has no copy yet uses the
 * new one from the first blocks. Free of the page: a worker of its own runs it.
 */
import { Arriving } from "./arriving.ts";
import { parsed } from "./blocks.ts";
import type { Database } from "./database.ts";
import { lines } from "./lines.ts";
import { refusedBy } from "./refused.ts";
import type { WireRow } from "./wire.ts";

/** Blocks of a phone's first copy, as memory takes them. */
export interface Piece {
  /** The download that they came with. */
  gen: number;
  /** The number of the first of them. */
  block: number;
  /** JSON of each block's packed directory entries. */
  entries: string;
  /** JSON of each block's rows of tables that are held in memory. */
  shared: string;
  /** Stops in the months that were asked for, packed. */
  stops: string[];
}

/** A copy that has taken its place. */
export interface Copied {
  version: number;
  layout: number;
  epoch: string;
  gen: number;
  blocks: number;
}

/** Who is told on the way. */
export interface Watcher {
  /** Rows stored, of how many. */
  progress(done: number, total: number): void;
  /** Blocks of a phone's first copy are here and on their way into the store: they may be shown before the rest is. */
  arrived(piece: Piece): void;
  /** Lets others have their turn, where there are others. */
  pause?(): Promise<unknown>;
}

/** How a snapshot begins: which history it is of, as of which seq, and how many rows follow. */
export interface Header {
  epoch: string;
  head: number;
  rows: number;
}

/** One download of a snapshot, or the rest of one that was cut. To be run by one tab at a time. */
export class Downloading {
  readonly #db: Database;
  readonly #watcher: Watcher;
  /** Months whose stops memory wants as they come. */
  readonly #wanted: Set<string>;
  #arriving: Arriving | undefined;

  constructor(db: Database, watcher: Watcher, months: Iterable<string>) {
    this.#db = db;
    this.#watcher = watcher;
    this.#wanted = new Set(months);
  }

  /** Has one more month's stops told as they come, and those that came. */
  want(month: string): void {
    if (this.#wanted.has(month)) return;
    this.#wanted.add(month);
    this.#arriving?.recount(month);
  }

  /**
   * Resolves when the snapshot has taken the place of the copy; raises Refused, TypeError when the network fails, and
   * what IndexedDB raises.
   */
  async run(signal?: AbortSignal): Promise<Copied> {
    const arriving = new Arriving(this.#db, this.#watcher, this.#wanted);
    this.#arriving = arriving;
    const query = await arriving.resume();
    const response = await fetch(`/sync/snapshot${query}`, { signal: signal ?? null, credentials: "same-origin" });
    if (response.status === 410 && query) {
      await arriving.discard();
      return this.run(signal);
    }
    if (!response.ok || !response.body) throw await refusedBy(response);
    await arriving.recall();
    for await (const bytes of lines(response.body)) {
      const said: Header | WireRow[] | { end: true } = parsed(bytes);
      if (Array.isArray(said)) await arriving.take({ rows: said, bytes });
      else if ("end" in said) return arriving.finish();
      else await arriving.begin(said);
      await this.#watcher.pause?.();
    }
    throw new TypeError("the snapshot was cut");
  }
}
