/** Works out of a block's rows, as they come, what lists, the calendar and memory need of them. */
import { type Stop, stopsOf } from "./agenda.ts";
import { owner } from "./blocks.ts";
import { entryOf, type Packed } from "./directory.ts";
import { type Plain, plain } from "./row.ts";
import { isShared } from "./sharing.ts";
import type { WireRow } from "./wire.ts";

/** What is worked out of a block. */
export interface Unpacked {
  entries: Packed[];
  stops: Stop[];
  /** Rows of tables that are held in memory. */
  shared: WireRow[];
  /** Rows that name a client who is not in the block. */
  strays: { client: string; row: WireRow }[];
}

/** Unpacks a block; `now` is the local time of the business. */
export function unpack(rows: readonly WireRow[], now: string): Unpacked {
  const cards = new Map<string, Plain[]>();
  const unpacked: Unpacked = { entries: [], stops: [], shared: [], strays: [] };
  const here = new Set<string>();
  for (const row of rows) if (row.t === "client") here.add(row.i);
  for (const row of rows) {
    if (isShared(row.t)) unpacked.shared.push(row);
    const client = owner(row);
    if (!client) continue;
    if (!here.has(client)) unpacked.strays.push({ client, row });
    const card = cards.get(client);
    if (card) card.push(plain(row));
    else cards.set(client, [plain(row)]);
  }
  for (const card of cards.values()) {
    const entry = entryOf(card, now);
    if (entry) unpacked.entries.push(entry);
    unpacked.stops.push(...stopsOf(card));
  }
  return unpacked;
}
