/** This phone's own edits in memory: they lie over their rows until the rows come back with them. */
import { keyOf, type Overlaid, overlay, ownerOf, type Row } from "./row.ts";
import type { TableName } from "./tables.gen.ts";
import type { WireRow } from "./wire.ts";

/** An own edit as it lies over its row. */
export interface Mine extends Overlaid {
  o: string;
  t: TableName;
  i: string;
  /** The clients on whose cards it shows. */
  clients: string[];
  /** Acknowledged: gone once the cursor passes this seq. */
  pending?: number | undefined;
}

interface Edited {
  t: TableName;
  i: string;
  base: WireRow | undefined;
  ops: Mine[];
}

export class Overlays {
  readonly #ops = new Map<string, Mine>();
  readonly #rows = new Map<string, Edited>();
  readonly #clients = new Map<string, Map<string, number>>();
  /** Whether rows that hang from a client are hidden with it. */
  under: (client: string) => boolean = () => false;

  /** How many edits are not on the server yet. */
  get waiting(): number {
    let count = 0;
    for (const { acked } of this.#ops.values()) if (!acked) count += 1;
    return count;
  }

  /** How many edits lie over rows. */
  get size(): number {
    return this.#ops.size;
  }

  has(o: string): boolean {
    return this.#ops.has(o);
  }

  /** Whether a row has own edits over it. */
  covers(key: string): boolean {
    return this.#rows.has(key);
  }

  /** The server's row under own edits. */
  base(key: string): WireRow | undefined {
    return this.#rows.get(key)?.base;
  }

  /** The clients that have own edits on their cards. */
  clients(): Iterable<string> {
    return this.#clients.keys();
  }

  touches(client: string): boolean {
    return this.#clients.has(client);
  }

  /** A row as screens see it; `row` is the server's. */
  show(table: TableName, id: string, row: WireRow | undefined): Row {
    return overlay(table, id, row, this.#rows.get(keyOf(table, id))?.ops ?? [], this.under);
  }

  /** The rows on a client's card, own edits over them; `rows` are the server's. */
  card(client: string, rows: ReadonlyMap<string, WireRow>): Row[] {
    const shown: Row[] = [];
    for (const row of rows.values()) shown.push(this.show(row.t, row.i, row));
    for (const key of this.#clients.get(client)?.keys() ?? []) {
      const edited = this.#rows.get(key);
      if (edited && !rows.has(key)) shown.push(this.show(edited.t, edited.i, edited.base));
    }
    return shown.filter((row) => ownerOf(row.table, row.id, row.cells) === client);
  }

  /** Lays an edit over its row. An edit that is known already changes nothing. */
  add(mine: Mine, base: WireRow | undefined): void {
    if (this.#ops.has(mine.o)) return;
    this.#ops.set(mine.o, mine);
    const key = keyOf(mine.t, mine.i);
    const edited = this.#rows.get(key) ?? { t: mine.t, i: mine.i, base, ops: [] };
    edited.ops.push(mine);
    edited.ops.sort((left, right) => left.place - right.place);
    this.#rows.set(key, edited);
    for (const client of mine.clients) this.#count(client, key, 1);
  }

  /** Gives an edit the place that it was kept at. */
  place(o: string, place: number): void {
    const mine = this.#ops.get(o);
    if (!mine || mine.place === place) return;
    mine.place = place;
    this.#rows.get(keyOf(mine.t, mine.i))?.ops.sort((left, right) => left.place - right.place);
  }

  /** Takes an edit off; gives it. */
  remove(o: string): Mine | undefined {
    const mine = this.#ops.get(o);
    if (!mine) return undefined;
    this.#ops.delete(o);
    const key = keyOf(mine.t, mine.i);
    const edited = this.#rows.get(key);
    if (edited) {
      edited.ops = edited.ops.filter((op) => op !== mine);
      if (!edited.ops.length) this.#rows.delete(key);
    }
    for (const client of mine.clients) this.#count(client, key, -1);
    return mine;
  }

  /** Notes that an edit is acknowledged, with the cells that were not refused; gives it. */
  settle(o: string, v: Mine["v"], pending: number | undefined): Mine | undefined {
    const mine = this.#ops.get(o);
    if (!mine) return undefined;
    if (pending === undefined || !Object.keys(v).length) return this.remove(o);
    mine.acked = true;
    mine.v = v;
    mine.pending = pending;
    return mine;
  }

  /** Takes a newer version of the server's row; undefined when it is gone. */
  rebase(table: TableName, id: string, row: WireRow | undefined): void {
    const edited = this.#rows.get(keyOf(table, id));
    if (edited) edited.base = row;
  }

  /** Takes off every acknowledged edit whose row is here; gives them. */
  uncover(cursor: number): Mine[] {
    const done = [...this.#ops.values()].filter(({ pending }) => pending !== undefined && pending <= cursor);
    for (const { o } of done) this.remove(o);
    return done;
  }

  /** Takes off every edit of a row that is erased; gives them. */
  forget(table: TableName, id: string): Mine[] {
    const ops = this.#rows.get(keyOf(table, id))?.ops ?? [];
    for (const { o } of [...ops]) this.remove(o);
    return ops;
  }

  clear(): void {
    this.#ops.clear();
    this.#rows.clear();
    this.#clients.clear();
  }

  #count(client: string, key: string, by: number): void {
    const keys = this.#clients.get(client) ?? new Map<string, number>();
    const count = (keys.get(key) ?? 0) + by;
    if (count > 0) keys.set(key, count);
    else keys.delete(key);
    if (keys.size) this.#clients.set(client, keys);
    else this.#clients.delete(client);
  }
}
