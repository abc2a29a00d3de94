/** Works out of a block's rows, as they come, what lists, the calendar and memory need of them. */
import { type Stop, stopsOf } from "./agenda.ts";
import { entryOf, type Packed } from "./directory.ts";
import { ownerOf } from "./row.ts";
import { isShared } from "./sharing.ts";
import type { Skimmed } from "./skim.ts";

/** What is worked out of a block. */
export interface Unpacked {
  entries: Packed[];
  stops: Stop[];
  /** Rows of tables that are held in memory. */
  shared: Skimmed[];
  /** Rows that name a client who is not in the block. */
  strays: { client: string; row: Skimmed }[];
}

/** Unpacks a block; `now` is the local time of the business. */
export function unpack(rows: readonly Skimmed[], now: string): Unpacked {
  const cards = new Map<string, Skimmed[]>();
  const unpacked: Unpacked = { entries: [], stops: [], shared: [], strays: [] };
  for (const row of rows) {
    if (isShared(row.table)) unpacked.shared.push(row);
    const client = ownerOf(row.table, row.id, row.cells);
    const card = client && cards.get(client);
    if (card) card.push(row);
    else if (client) cards.set(client, [row]);
  }
  for (const [client, card] of cards) {
    const entry = entryOf(card, now);
    if (entry) unpacked.entries.push(entry);
    else for (const row of card) unpacked.strays.push({ client, row });
    for (const stop of stopsOf(card)) unpacked.stops.push(stop);
  }
  return unpacked;
}
