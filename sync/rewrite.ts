/** Writes blocks anew with the rows that are newer than they: in idle time, or at once where something was erased. */
import { NOWHERE, owner, Reader, type Rows, written } from "./blocks.ts";
import {
  type Changed,
  type Copy,
  type Database,
  genOf,
  queue,
  read,
  type Writing,
  write,
  writing,
} from "./database.ts";
import type { Packed } from "./directory.ts";
import { keyOf } from "./row.ts";
import { isShared } from "./sharing.ts";
import { pageOf, readEntries, writePage } from "./shelves.ts";
import type { WireRow } from "./wire.ts";

/** Clients that stand in a block since blocks were rewritten. */
export interface Homes {
  layout: number;
  clients: [client: string, block: number][];
}

/** Blocks are rewritten when so many rows are newer than theirs. */
const ENOUGH = 300;
/** The blocks of one go: some milliseconds of work. */
const AT_ONCE = 8;
const FULL = 500;

/** Rewrites the blocks that most need it; null when none does. To be called in idle time, by the tab that syncs. */
export async function tidy(db: Database, blockOf: (client: string) => number): Promise<Homes | null> {
  if ((await db.count("changed")) < ENOUGH) return null;
  const tx = writing(db, ["meta", "blocks", "directory", "index", "changed", "fresh"]);
  const copy = await read(tx, "copy");
  const last = Math.max(0, (await tx.objectStore("blocks").count(genOf(copy.gen))) - 1);
  const wanted = new Map<number, number>();
  for (const changed of await tx.objectStore("changed").getAll()) {
    for (const block of new Set([changed.home, target(changed, blockOf, last)])) {
      if (block !== NOWHERE) wanted.set(block, (wanted.get(block) ?? 0) + 1);
    }
  }
  const blocks = [...wanted].sort(([, many], [, few]) => few - many).map(([block]) => block);
  if (!blocks.length) return null;
  const homes = await rewrite(tx, copy, blocks.slice(0, AT_ONCE), blockOf);
  await write(tx, "copy", { ...copy, layout: homes.layout });
  await tx.done;
  return homes;
}

/** Rewrites some blocks inside a transaction; the caller writes the layout's number with `copy`. */
export async function rewrite(
  tx: Writing,
  { gen, layout }: Copy,
  blocks: readonly number[],
  blockOf: (client: string) => number,
): Promise<Homes> {
  const reader = new Reader(tx, gen);
  const last = Math.max(0, (await tx.objectStore("blocks").count(genOf(gen))) - 1);
  const all = await tx.objectStore("changed").getAll();
  const homes: Homes = { layout: layout + 1, clients: [] };
  for (const block of new Set(blocks)) {
    const rows: Rows = new Map((await reader.block(block)).map((row) => [keyOf(row.t, row.i), row]));
    for (const changed of all.filter(({ home }) => home === block)) {
      rows.delete(keyOf(changed.t, changed.i));
      changed.home = NOWHERE;
      settle(tx, changed);
    }
    const before = rows.size;
    const fresh = new Set<string>();
    for (const changed of all) {
      if (!changed.row || changed.home !== NOWHERE || target(changed, blockOf, last) !== block) continue;
      if (changed.t === "client" && blockOf(changed.i) === NOWHERE) fresh.add(changed.i);
      rows.set(keyOf(changed.t, changed.i), changed.row);
      queue(tx.objectStore("changed").delete([changed.t, changed.i]));
      changed.row = null;
    }
    for (const client of strays(tx, rows)) homes.clients.push([client, NOWHERE]);
    const full = block === last && before >= FULL && fresh.size > 0;
    const news = (row: WireRow) => full && fresh.has(owner(row) ?? "");
    const kept = [...rows.values()];
    await put(
      tx,
      gen,
      block,
      kept.filter((row) => !news(row)),
    );
    if (full) await put(tx, gen, last + 1, kept.filter(news));
    for (const client of fresh) homes.clients.push([client, full ? last + 1 : block]);
  }
  return homes;
}

/** Takes out rows whose client is not in the block, so that they are found by the client that they name. Gives the clients. */
function strays(tx: Writing, rows: Rows): Set<string> {
  const clients = new Set<string>();
  for (const [key, row] of rows) {
    const client = owner(row);
    if (!client || rows.has(keyOf("client", client))) continue;
    rows.delete(key);
    clients.add(client);
    queue(tx.objectStore("changed").put({ t: row.t, i: row.i, row, client, home: NOWHERE }));
  }
  return clients;
}

/** The block that a newer row should come to; none for one whose client is not here. */
function target({ row, client, t, i }: Changed, blockOf: (client: string) => number, last: number): number {
  if (!row) return NOWHERE;
  if (!client) return 0;
  const block = blockOf(client);
  return block === NOWHERE && t === "client" && client === i ? last : block;
}

/** Keeps a newer row that has left its block and not yet come to another; forgets one that is gone. */
function settle(tx: Writing, changed: Changed): void {
  const store = tx.objectStore("changed");
  if (changed.row) queue(store.put(changed));
  else queue(store.delete([changed.t, changed.i]));
}

/** Writes a block with what is derived from it; fresh entries of its clients move into its page. */
async function put(tx: Writing, gen: number, block: number, rows: WireRow[]): Promise<void> {
  const fresh = tx.objectStore("fresh");
  const old = new Map((await readEntries(tx, gen, block)).map((entry) => [entry.id, entry]));
  const clients = new Set(rows.filter(({ t }) => t === "client").map(({ i }) => i));
  const entries: Packed[] = [];
  for (const client of new Set([...clients, ...old.keys()])) {
    const text = await fresh.get(client);
    const entry: Packed | null | undefined = text === undefined ? old.get(client) : JSON.parse(text);
    const stays = clients.has(client);
    if (entry && stays) entries.push(entry);
    if (stays || entry === null) queue(fresh.delete(client));
  }
  queue(tx.objectStore("blocks").put(written(rows), [gen, block]));
  const shared = rows.filter(({ t }) => isShared(t));
  await writePage(tx, gen, block, pageOf(entries, shared, rows));
}
