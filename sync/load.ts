/** What a tab reads when it starts: a handful of requests in one transaction, whatever the size of the business. */
import { localTime, monthOf, type Stop } from "./agenda.ts";
import { NOWHERE, Reader, type Rows } from "./blocks.ts";
import {
  type Changed,
  COPY,
  type Counter,
  type Database,
  type Kept,
  type Refusal,
  read,
  reading,
  type Transaction,
} from "./database.ts";
import { readMonth } from "./months.ts";
import { keyOf } from "./row.ts";
import { isShared, SHARED } from "./sharing.ts";
import { readPages, type Shelved } from "./shelves.ts";
import type { TableName } from "./tables.gen.ts";
import type { Me, WireRow } from "./wire.ts";

/** An own edit with the server's row under it, and the seq at which it is done when it is acknowledged. */
export interface Laid {
  op: Kept;
  acked: number | undefined;
  base: WireRow | undefined;
}

export interface Loaded extends Shelved {
  version: number;
  layout: number;
  counter: Counter;
  /** Whether there is a copy at all. */
  epoch: string;
  me: Me | undefined;
  /** Entries that are newer than those of the pages: JSON, null for a client that is gone. */
  fresh: [client: string, entry: string | null][];
  shared: WireRow[];
  gone: [table: TableName, id: string][];
  ops: Laid[];
  /** The rows of clients that have own edits. */
  cards: [client: string, rows: Rows][];
  month: string;
  stops: Stop[];
  refused: Refusal[];
}

/** Reads what a tab needs before it draws. */
export async function load(db: Database): Promise<Loaded> {
  const tx = reading(db, ["meta", "outbox", "archive", "refused", ...COPY]);
  const copy = await read(tx, "copy");
  const changed = tx.objectStore("changed");
  const [version, counter, me, pages, names, texts, waiting, acked, refused, newer] = await Promise.all([
    read(tx, "version"),
    read(tx, "counter"),
    read(tx, "me"),
    // Of a first copy that was cut short nothing shows before the rest comes.
    readPages(tx, copy.epoch ? copy.gen : NOWHERE),
    tx.objectStore("fresh").getAllKeys(),
    tx.objectStore("fresh").getAll(),
    tx.objectStore("outbox").getAll(),
    tx.objectStore("archive").index("pending").getAll(),
    tx.objectStore("refused").getAll(),
    Promise.all(SHARED.map((table) => changed.getAll(IDBKeyRange.bound([table], [table, []])))),
  ]);
  const { homes, entries, shared } = pages;
  const { rows, gone } = sorted(newer.flat());
  shared.push(...rows);
  const month = monthOf(localTime(Date.now(), zoneOf(shared)));
  const edits = [
    ...waiting.map((op) => ({ op, acked: undefined })),
    ...acked.map(({ pending, ...op }) => ({ op, acked: pending })),
  ];
  return {
    version,
    layout: copy.layout,
    counter,
    epoch: copy.epoch,
    me,
    homes,
    entries,
    fresh: names.map((client, at) => [client, texts[at] === "null" ? null : (texts[at] ?? null)]),
    shared,
    gone,
    ...(await under(tx, copy.gen, edits, homes, shared)),
    month,
    stops: await readMonth(tx, copy.gen, month),
    refused,
  };
}

/** Puts the servers' rows under own edits, and reads the cards that they show on. */
async function under(
  tx: Transaction,
  gen: number,
  edits: Omit<Laid, "base">[],
  homes: ReadonlyMap<string, number>,
  shared: readonly WireRow[],
): Promise<Pick<Loaded, "ops" | "cards">> {
  const over = edits.filter(({ op }) => !op.again);
  const reader = new Reader(tx, gen);
  const cards: Loaded["cards"] = [];
  const bases = new Map<string, WireRow>();
  for (const client of new Set(over.flatMap(({ op }) => op.clients))) {
    const rows = await reader.client(client, homes.get(client) ?? NOWHERE);
    cards.push([client, rows]);
    for (const [key, row] of rows) bases.set(key, row);
  }
  if (over.some(({ op }) => isShared(op.t))) for (const row of shared) bases.set(keyOf(row.t, row.i), row);
  return { cards, ops: edits.map((edit) => ({ ...edit, base: bases.get(keyOf(edit.op.t, edit.op.i)) })) };
}

function sorted(newer: readonly Changed[]): { rows: WireRow[]; gone: Loaded["gone"] } {
  return {
    rows: newer.flatMap(({ row }) => row ?? []),
    gone: newer.flatMap(({ t, i, row }): Loaded["gone"] => (row ? [] : [[t, i]])),
  };
}

function zoneOf(shared: readonly WireRow[]): string {
  const zone = shared.findLast(({ t }) => t === "business")?.v.zone;
  return typeof zone === "string" ? zone : "UTC";
}
