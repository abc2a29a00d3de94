/**
 * What start-up needs of each block, several blocks to a record: a browser reads a few large records four times as fast
 * as many small ones.
 */
import { genOf, queue, type Transaction, type Writing } from "./database.ts";
import type { Packed } from "./directory.ts";
import type { WireRow } from "./wire.ts";

/** What start-up needs of one block. */
export interface Page {
  /** JSON of the packed directory entries of the block's clients. */
  entries: string;
  /** JSON of the block's rows of tables that are held in memory. */
  shared: string;
  /** The ids of the block's rows. */
  ids: string;
}

/** Blocks to a record. */
export const BLOCKS = 16;

/** The page of a block with these rows. */
export function pageOf(entries: readonly Packed[], shared: readonly WireRow[], rows: readonly WireRow[]): Page {
  return {
    entries: lined(entries),
    shared: JSON.stringify(shared),
    ids: rows.map(({ i }) => i).join(" "),
  };
}

/** Which block each client stands in, and the JSON of its packed entry: most are never asked for before a search. */
export interface Shelved {
  homes: Map<string, number>;
  entries: Map<string, string>;
}

/** The entries of every block, and all rows of tables that are held in memory. */
export async function readPages(tx: Transaction, gen: number): Promise<Shelved & { shared: WireRow[] }> {
  const shelves = await tx.objectStore("directory").getAll(genOf(gen));
  const shelved: Shelved = { homes: new Map(), entries: new Map() };
  for (const [at, { entries }] of shelves.entries()) unshelve(entries, at * BLOCKS, shelved);
  return { ...shelved, shared: shelves.flatMap(({ shared }): WireRow[] => JSON.parse(shared).flat()) };
}

/** Adds what the JSON of the pages from `block` on has, and gives their number. Lines end where no JSON text can. */
export function unshelve(pages: string, block: number, { homes, entries }: Shelved): number {
  if (!pages.startsWith(`[${OPEN}`)) {
    // An earlier build wrote it in one line.
    const old: Packed[][] = JSON.parse(pages);
    return old.length && unshelve(listed(old.map(lined)), block, { homes, entries });
  }
  let home = block;
  for (let at = pages.indexOf("\n"); ; ) {
    const end = pages.indexOf("\n", at + 1);
    if (end < 0) return home + 1 - block;
    const from = at + 1 + FIRST.length;
    if (pages[at + 1] === "{") {
      const client = pages.slice(from, pages.indexOf('"', from));
      homes.set(client, home);
      entries.set(client, pages.slice(at + 1, pages[end - 1] === "," ? end - 1 : end));
    } else if (pages[at + 1] === "]") home += 1;
    at = end;
  }
}

/** How a page of entries begins, and how each of them. */
const OPEN = "[\n";
const FIRST = '{"id":"';

/** JSON of a page's entries, each on a line of its own. */
function lined(entries: readonly Packed[]): string {
  return `${OPEN}${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;
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
  const entries: Packed[][] = JSON.parse(shelf?.entries ?? "[]");
  const shared: WireRow[][] = JSON.parse(shelf?.shared ?? "[]");
  const pages = (ids?.split("\n") ?? []).map((ids, at) => ({
    entries: lined(entries[at] ?? []),
    shared: JSON.stringify(shared[at]),
    ids,
  }));
  pages[block % BLOCKS] = page;
  write(tx, key, pages);
}

/** Writes the pages of all blocks from one on; `pages` has those of every block. */
export function writePages(tx: Writing, gen: number, pages: readonly Page[], from: number): void {
  for (let shelf = shelfOf(from); shelf * BLOCKS < pages.length; shelf += 1) {
    write(tx, [gen, shelf], pages.slice(shelf * BLOCKS, (shelf + 1) * BLOCKS));
  }
}

/** JSON of a list whose items are JSON. */
export function listed(items: readonly string[]): string {
  return `[${items.join()}]`;
}

function write(tx: Writing, key: [number, number], pages: readonly Page[]): void {
  const shelf = {
    entries: listed(pages.map(({ entries }) => entries)),
    shared: listed(pages.map(({ shared }) => shared)),
  };
  const ids = pages.map(({ ids }) => ids).join("\n");
  queue(tx.objectStore("directory").put(shelf, key), tx.objectStore("index").put(ids, key));
}

function shelfOf(block: number): number {
  return Math.floor(block / BLOCKS);
}
