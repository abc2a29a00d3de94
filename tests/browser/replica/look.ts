/** What a page's copy holds, read straight from its store, and whether every way of reading it says the same. */
import { stopsOf } from "../../../sync/agenda.ts";
import { parsed, Reader, type Rows } from "../../../sync/blocks.ts";
import { current } from "../../../sync/current.ts";
import { type Database, genOf, open, read, reading, standing } from "../../../sync/database.ts";
import { load } from "../../../sync/load.ts";
import { readMonth } from "../../../sync/months.ts";
import { replica } from "../../../sync/replica.ts";
import { keyOf, ownerOf, plain } from "../../../sync/row.ts";
import { isShared } from "../../../sync/sharing.ts";
import type { TableName } from "../../../sync/tables.gen.ts";
import type { WireRow } from "../../../sync/wire.ts";
import { expectSame } from "./tab.ts";

async function inside<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await open((await current())?.business ?? "nobody");
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** Every row of the copy: those of the blocks that nothing newer replaces, and what is newer. */
async function everyRow(db: Database): Promise<WireRow[]> {
  const tx = reading(db, ["meta", "blocks", "changed"]);
  const { gen } = await read(tx, "copy");
  const [blocks, changed] = await Promise.all([
    tx.objectStore("blocks").getAll(genOf(gen)),
    tx.objectStore("changed").getAll(),
  ]);
  const newer = new Set(changed.map(({ t, i }) => keyOf(t, i)));
  const written = blocks.flatMap((block): WireRow[] => parsed(block)).filter(({ t, i }) => !newer.has(keyOf(t, i)));
  return [...written, ...changed.flatMap(({ row }) => row ?? [])];
}

/** The copy, the edits and where they stand. */
export const look = () =>
  inside(async (db) => {
    const rows = await everyRow(db);
    const tx = reading(db, ["outbox", "archive", "refused"]);
    const [outbox, archive, refused] = await Promise.all([
      tx.objectStore("outbox").getAll(),
      tx.objectStore("archive").getAll(),
      tx.objectStore("refused").getAll(),
    ]);
    return { ...(await standing(db)), rows, outbox, archive, refused };
  });

/** The ids of a table's rows, own new ones too. */
export const idsOf = (table: string) =>
  inside(async (db) => {
    const rows = await everyRow(db);
    const tx = reading(db, ["outbox", "archive"]);
    const [outbox, archive] = await Promise.all([
      tx.objectStore("outbox").getAll(),
      tx.objectStore("archive").index("pending").getAll(),
    ]);
    return [...new Set([...rows, ...outbox, ...archive].filter(({ t }) => t === table).map(({ i }) => i))].sort();
  });

/** Where the phone stands: what is left to send, to hear of, to do; and what it tells the person. */
export const stand = () =>
  inside(async (db) => {
    const { counter, copy, must, download } = await standing(db);
    const tx = reading(db, ["outbox", "archive"]);
    const outbox = await tx.objectStore("outbox").count();
    const pending = await tx.objectStore("archive").index("pending").count();
    const { state, waiting, problem } = replica.status.value;
    return { ...counter, ...copy, must, download: !!download, outbox, pending, state, waiting, problem };
  });

/** Fails unless the store's packed records and this tab's memory say what its rows say. Nothing may be under way. */
export const agree = () =>
  inside(async (db) => {
    const rows = await everyRow(db);
    const keys = rows.map(({ t, i }) => keyOf(t, i));
    expectSame(keys.length, new Set(keys).size, "rows that stand twice");
    const loaded = await load(db);
    const tx = reading(db, ["meta", "blocks", "index", "changed", "months"]);
    const { gen } = await read(tx, "copy");
    const reader = new Reader(tx, gen);
    for (const row of rows) expectSame(await reader.row(row.t, row.i), row, `the row ${keyOf(row.t, row.i)}`);
    const cards = new Map<string, Rows>();
    for (const row of rows) {
      const client = ownerOf(row.t, row.i, row.v);
      if (client) cards.set(client, (cards.get(client) ?? new Map()).set(keyOf(row.t, row.i), row));
    }
    for (const [client, card] of cards) {
      const found = await reader.client(client, loaded.homes.get(client) ?? -1);
      expectSame(sorted(found.values()), sorted(card.values()), `the card ${client}`);
    }
    const stops = [...cards.values()].flatMap((card) => stopsOf([...card.values()].map(plain)));
    const months = [...new Set(stops.map(({ start }) => start.slice(0, 7)))];
    const packed = (await Promise.all(months.map((month) => readMonth(tx, gen, month)))).flat();
    const byId = (all: { id: string }[]) => all.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort();
    expectSame(byId(packed), byId(stops), "the months");
    const shared = new Map(loaded.shared.map((row) => [keyOf(row.t, row.i), row]));
    for (const row of rows.filter(({ t }) => isShared(t))) {
      const held = loaded.shared.filter(({ t, i }) => t === row.t && i === row.i).sort((a, b) => b.q - a.q);
      expectSame(held[0], row, `the shared row ${keyOf(row.t, row.i)}`);
      shared.delete(keyOf(row.t, row.i));
    }
    for (const [table, id] of loaded.gone) shared.delete(keyOf(table, id));
    expectSame([...shared.keys()], [], "shared rows that are gone");
    for (const row of rows) {
      const shown = await replica.row(row.t as TableName, row.i);
      const stamps = Object.fromEntries(Object.keys(row.v).map((cell) => [cell, row.x[cell] ?? row.s]));
      expectSame(shown && { cells: shown.cells, stamps: shown.stamps }, { cells: row.v, stamps }, `memory's ${row.i}`);
    }
    const known = new Map(rows.filter(({ t }) => t === "client").map(({ i, v }) => [i, v.name ?? ""]));
    for (const { id, name } of replica.directory.value) expectSame(name, known.get(id), `the name of ${id} in lists`);
    return rows.length;
  });

function sorted(rows: Iterable<WireRow>): WireRow[] {
  return [...rows].sort((a, b) => (keyOf(a.t, a.i) < keyOf(b.t, b.i) ? -1 : 1));
}
