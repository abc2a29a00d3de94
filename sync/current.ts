/** The small database `fichero`: which business this browser profile works for, and whether it is signing out. */
import { type DBSchema, openDB } from "idb";

/** The business whose copy is in use. */
export interface Current {
  business: string;
  /** The session must still be ended at the server. */
  leaving?: boolean;
}

interface Schema extends DBSchema {
  current: { key: "current"; value: Current };
}

const open = () => openDB<Schema>("fichero", 1, { upgrade: (db) => void db.createObjectStore("current") });

/** What the tabs of one business call their channel, and the lock of the one that syncs. */
export const channelOf = (business: string): string => `fichero-${business}`;

/** The business in use; undefined when there is none. Raises what IndexedDB raises where nothing is kept. */
export async function current(): Promise<Current | undefined> {
  const db = await open();
  try {
    return await db.get("current", "current");
  } finally {
    db.close();
  }
}

/** Names the business in use; undefined for none. */
export async function setCurrent(value: Current | undefined): Promise<void> {
  const db = await open();
  try {
    const tx = db.transaction("current", "readwrite", { durability: "strict" });
    await (value ? tx.store.put(value, "current") : tx.store.delete("current"));
    await tx.done;
  } finally {
    db.close();
  }
}
