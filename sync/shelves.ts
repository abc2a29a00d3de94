/**
 * What start-up needs of each block, several blocks to a record: a browser reads a few large records four times as fast
 * as many small ones.
 */
import { genOf, queue, type Transaction, type Writing } from "./database.ts";
import type { Packed } from "./directory.ts";
import type { WireRow } from "./wire.ts";

/** What start-up needs of one block. */
export interface Page {
  /** The packed directory entries of the block's clients. */
  entries: Packed[];
  /** The block's rows of tables that are held in memory. */
  shared: WireRow[];
  /** The ids of the block's rows. */
  ids: string[];
}

/** Blocks to a record. */
const BLOCKS = 16;

/** The entries of every block, and all rows of tables that are held in memory. */
export async function readPages(tx: Transaction, gen: number): Promise<{ entries: Packed[][]; shared: WireRow[] }> {
  const shelves = await tx.objectStore("directory").getAll(genOf(gen));
  return {
    entries: shelves.flatMap(({ entries }): Packed[][] => JSON.parse(entries)),
    shared: shelves.flatMap(({ shared }): WireRow[] => JSON.parse(shared).flat()),
  };
}

/** The entries of one block. */
export async function readEntries(tx: Transaction, gen: number, block: number): Promise<Packed[]> {
  const shelf = await tx.objectStore("directory").get([gen, shelfOf(block)]);
  return shelf ? (JSON.parse(shelf.entries)[block % BLOCKS] ?? []) : [];
}

/** Whether a block has a row of this id. */
export async function hasId(tx: Transaction, gen: number, block: number, id: string): Promise<boolean> {
  const ids = await tx.objectStore("index").get([gen, shelfOf(block)]);
  return ids?.split("\n")[block % BLOCKS]?.includes(id) ?? false;
}

/** The ids of every block, one text a block. */
export async function readIds(tx: Transaction, gen: number): Promise<string[]> {
  return (await tx.objectStore("index").getAll(genOf(gen))).flatMap((ids) => ids.split("\n"));
}

/** Writes the page of one block anew; blocks before it must have theirs. */
export async function writePage(tx: Writing, gen: number, block: number, page: Page): Promise<void> {
  const key: [number, number] = [gen, shelfOf(block)];
  const [shelf, ids] = await Promise.all([tx.objectStore("directory").get(key), tx.objectStore("index").get(key)]);
  const at = block % BLOCKS;
  const entries: Packed[][] = JSON.parse(shelf?.entries ?? "[]");
  const shared: WireRow[][] = JSON.parse(shelf?.shared ?? "[]");
  const names = ids?.split("\n") ?? [];
  entries[at] = page.entries;
  shared[at] = page.shared;
  names[at] = page.ids.join(" ");
  write(tx, key, entries, shared, names);
}

/** Writes the pages of all blocks, in their order. */
export function writePages(tx: Writing, gen: number, pages: readonly Page[]): void {
  for (let shelf = 0; shelf * BLOCKS < pages.length; shelf += 1) {
    const some = pages.slice(shelf * BLOCKS, (shelf + 1) * BLOCKS);
    write(
      tx,
      [gen, shelf],
      some.map(({ entries }) => entries),
      some.map(({ shared }) => shared),
      some.map(({ ids }) => ids.join(" ")),
    );
  }
}

function write(tx: Writing, key: [number, number], entries: Packed[][], shared: WireRow[][], ids: string[]): void {
  const shelf = { entries: JSON.stringify(entries), shared: JSON.stringify(shared) };
  queue(tx.objectStore("directory").put(shelf, key), tx.objectStore("index").put(ids.join("\n"), key));
}

function shelfOf(block: number): number {
  return Math.floor(block / BLOCKS);
}
