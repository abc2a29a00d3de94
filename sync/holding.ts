/** What this phone's store holds beside what the replica shows: read now and then by the settings, never by a day's work. */
import { type Archived, type Database, type Kept, type Logged, open, type Refusal, read, reading } from "./database.ts";
import { overlaid } from "./outbox.ts";
import { readIds } from "./shelves.ts";

/** What the server does not have, or has but did not give back yet. */
export interface Unsent {
  /** Not acknowledged. */
  waiting: Kept[];
  /** Acknowledged, not yet in this phone's copy. */
  acked: Archived[];
  /** Not taken by the server, with why. */
  refused: Refusal[];
}

/** Edits of this phone that it alone holds for certain. */
export const unsent = (business: string): Promise<Unsent> => inside(business, overlaid);

/** How many rows this phone has a copy of, deleted ones too. */
export const rowsHeld = (business: string): Promise<number> =>
  inside(business, async (db) => {
    const tx = reading(db, ["meta", "index", "changed"]);
    const { gen } = await read(tx, "copy");
    const [blocks, changed] = await Promise.all([readIds(tx, gen), tx.objectStore("changed").getAll()]);
    const inBlocks = blocks.reduce((sum, ids) => sum + (ids ? ids.split(" ").length : 0), 0);
    return changed.reduce((sum, { row, home }) => sum + (row && home < 0 ? 1 : !row && home >= 0 ? -1 : 0), inBlocks);
  });

/** The lines of the sync log, oldest first. */
export const logged = (business: string): Promise<Logged[]> =>
  inside(business, async (db) => ((await db.get("meta", "log")) ?? []) as Logged[]);

/** A list that the server gave when it was last asked, to show while it cannot be; it goes with the copy. */
export const remembered = <T>(business: string): Promise<T | undefined> =>
  inside(business, async (db) => (await db.get("meta", "devices")) as T | undefined);

/** Remembers such a list. */
export const remember = (business: string, devices: unknown): Promise<unknown> =>
  inside(business, (db) => db.put("meta", devices as never, "devices"));

async function inside<T>(business: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await open(business);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}
