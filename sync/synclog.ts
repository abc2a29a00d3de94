/** What syncing did of late, in a few hundred short lines for a person to read, kept on the phone beside its copy. */
import { type Database, type Logged, writing } from "./database.ts";
import type { Settled } from "./outbox.ts";
import type { Rows } from "./wire.ts";

/** What happened; the words for it are the screen's. */
export type Happening = Logged["kind"];
type More = Omit<Logged, "at" | "kind">;

/** The channel on which it is told that there is more to read, by the tab that syncs to those that show the log. */
export const LOG_CHANNEL = "fichero.log";
/** Lines that are kept. */
const MOST = 200;
/** How long lines wait for others before they are written, in ms. */
const BATCH = 2_000;
/** Counts that follow each other within this time, in ms, are one line. */
const TOGETHER = 60_000;
const COUNTS: readonly Happening[] = ["sent", "took", "received"];
/** By how much the phone's clock must differ from the server's to be told of, in s. */
const WRONG = 5;
/** A clock is told of again once it differs by so much more or less, in s. */
const DRIFT = 2;

/** The lines with one more, oldest first: what follows itself closely is counted up, not repeated. Pure. */
export function added(lines: readonly Logged[], line: Logged): Logged[] {
  if (line.kind === "clock") {
    const before = lines.findLast(({ kind }) => kind === "clock");
    if (before && Math.abs((before.s ?? 0) - (line.s ?? 0)) < DRIFT) return [...lines];
  }
  const last = lines.at(-1);
  if (line.kind === "connected" && last?.kind === line.kind && last.why === line.why) {
    // The app was opened again, and nothing came between: the later time says more.
    return [...lines.slice(0, -1), line];
  }
  if (COUNTS.includes(line.kind)) {
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const before = lines[at] as Logged;
      if (!COUNTS.includes(before.kind) || line.at - before.at > TOGETHER) break;
      if (before.kind === line.kind) {
        const sum = { ...before, n: (before.n ?? 0) + (line.n ?? 0) };
        return lines.map((each, index) => (index === at ? sum : each));
      }
    }
  }
  return [...lines, line].slice(-MOST);
}

/** Writes the log: in batches, in transactions of its own, so that no edit waits for it. */
export class SyncLog {
  readonly #use: <T>(work: (db: Database) => Promise<T>) => Promise<T>;
  readonly #channel = new BroadcastChannel(LOG_CHANNEL);
  #fresh: Logged[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the server was reached, and why not: told once, however often it is tried. */
  #reached = "";

  /** `use` runs work on the phone's store. */
  constructor(use: <T>(work: (db: Database) => Promise<T>) => Promise<T>) {
    this.#use = use;
    document.addEventListener("visibilitychange", this.#hid);
  }

  /** Notes what happened now. */
  add(kind: Happening, more: More = {}): void {
    this.#fresh.push({ at: Date.now(), kind, ...more });
    this.#timer ??= setTimeout(() => void this.#write(), BATCH);
  }

  /** Notes what the server took of a push, and what it refused. */
  settled({ ops, refused }: Settled): void {
    const took = ops.filter(({ v }) => Object.keys(v).length > 0).length;
    if (took) this.add("took", { n: took });
    if (refused.length) this.add("refused", { n: refused.length });
  }

  /** Notes rows that came. */
  received({ rows, gone }: Pick<Rows, "rows" | "gone">): void {
    this.add("received", { n: rows.length + gone.length });
  }

  /** Notes by how much, in ms, the server's clock is ahead of this phone's, where that matters. */
  clock(ahead: number): void {
    const s = Math.round(ahead / 1000);
    if (Math.abs(s) >= WRONG) this.add("clock", { s });
  }

  /** Notes that the server is reached, or is not, where that differs from what was noted last. */
  reach(kind: Happening, why = ""): void {
    if (this.#reached === kind + why) return;
    this.#reached = kind + why;
    this.add(kind, why ? { why } : {});
  }

  /** Writes what waits and ends. */
  async close(): Promise<void> {
    document.removeEventListener("visibilitychange", this.#hid);
    await this.#write();
    this.#channel.close();
  }

  /** A page that goes out of sight may not come back. */
  readonly #hid = (): void => {
    if (document.hidden) void this.#write();
  };

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    const fresh = this.#fresh;
    this.#fresh = [];
    this.#timer = undefined;
    if (!fresh.length) return;
    try {
      await this.#use(async (db) => {
        const tx = writing(db, ["meta"]);
        const meta = tx.objectStore("meta");
        const lines = ((await meta.get("log")) ?? []) as Logged[];
        await Promise.all([meta.put(fresh.reduce<Logged[]>(added, lines), "log"), tx.done]);
      });
      this.#channel.postMessage("more");
    } catch {
      // A phone that keeps nothing has other worries, and the status says so.
    }
  }
}
