/** What became of a row's cells: from the server, and the last of it kept for when there is no network. */
import { type Change, type Database, writing } from "./database.ts";
import { refusedBy } from "./refused.ts";
import type { TableName } from "./tables.gen.ts";

/** How many lines of a row are kept. */
const KEPT = 20;

interface Stored {
  use<T>(work: (db: Database) => Promise<T>): Promise<T>;
}

/** A row's history, the latest first: from the server, else what was kept here. */
export async function historyOf(store: Stored, table: TableName, id: string): Promise<Change[]> {
  try {
    const response = await fetch(`/history/${table}/${id}`);
    if (!response.ok) throw await refusedBy(response);
    const { changes }: { changes: Change[] } = await response.json();
    await store.use(async (db) => {
      const tx = writing(db, ["past"]);
      await Promise.all([tx.objectStore("past").put(changes.slice(0, KEPT), [table, id]), tx.done]);
    });
    return changes;
  } catch {
    return (await store.use((db) => db.get("past", [table, id]))) ?? [];
  }
}
