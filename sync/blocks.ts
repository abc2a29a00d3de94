/**
 * Rows at rest: blocks of about 500 as the snapshot brought them, with what is newer beside them in `changed`. All
 * that stands on a client's card is in one block, so a card is one read.
 */
import type { Changed, Transaction } from "./database.ts";
import { keyOf, ownerOf } from "./row.ts";
import { hasId, readIds } from "./shelves.ts";
import type { TableName } from "./tables.gen.ts";
import type { WireRow } from "./wire.ts";

/** Rows by `keyOf`. */
export type Rows = Map<string, WireRow>;

/** JSON in UTF-8. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What JSON in UTF-8 says; an earlier build kept it as text. */
export function parsed(bytes: Bytes | string) {
  return JSON.parse(typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes));
}

/** A block as it is kept: an array of rows in JSON, as it comes over the wire. */
export function written(rows: readonly WireRow[]): Bytes {
  return new TextEncoder().encode(JSON.stringify(rows));
}

/** No block. */
export const NOWHERE = -1;

/** The client whose card a row stands on, or null. */
export function owner(row: WireRow): string | null {
  return ownerOf(row.t, row.i, row.v);
}

/** The rows of a block that nothing newer replaces, by the client whose card they stand on. */
type Cards = Map<string, WireRow[]>;

/** Reads rows inside one transaction; each block is parsed once. */
export class Reader {
  readonly #tx: Transaction;
  readonly #gen: number;
  readonly #blocks = new Map<number, Promise<WireRow[]>>();
  readonly #cards = new Map<number, Promise<Cards>>();
  #ids: Promise<string[]> | undefined;

  constructor(tx: Transaction, gen: number) {
    this.#tx = tx;
    this.#gen = gen;
  }

  /** The rows of a block as they were written; none of what is newer. */
  block(block: number): Promise<WireRow[]> {
    let rows = this.#blocks.get(block);
    if (!rows) {
      rows = this.#tx
        .objectStore("blocks")
        .get([this.#gen, block])
        .then((block) => (block ? parsed(block) : []));
      this.#blocks.set(block, rows);
    }
    return rows;
  }

  /** The rows of a client whose own row is in `block`, or in none. */
  async client(client: string, block: number): Promise<Rows> {
    const [written, own] = await Promise.all([
      block === NOWHERE ? undefined : this.#cardsOf(block),
      this.#tx.objectStore("changed").index("client").getAll(client),
    ]);
    const rows: Rows = new Map();
    for (const row of written?.get(client) ?? []) rows.set(keyOf(row.t, row.i), row);
    for (const { row } of own) if (row) rows.set(keyOf(row.t, row.i), row);
    return rows;
  }

  #cardsOf(block: number): Promise<Cards> {
    const known = this.#cards.get(block);
    if (known) return known;
    const cards = this.#sort(block);
    this.#cards.set(block, cards);
    return cards;
  }

  async #sort(block: number): Promise<Cards> {
    const over = this.#tx.objectStore("changed").index("home").getAllKeys(block);
    const [written, replaced] = await Promise.all([this.block(block), over]);
    const newer = new Set(replaced.map(([table, id]) => keyOf(table, id)));
    const cards: Cards = new Map();
    for (const row of written) {
      const client = owner(row);
      if (!client || newer.has(keyOf(row.t, row.i))) continue;
      const card = cards.get(client);
      if (card) card.push(row);
      else cards.set(client, [row]);
    }
    return cards;
  }

  /** One row wherever it stands. */
  async row(table: TableName, id: string): Promise<WireRow | undefined> {
    const changed: Changed | undefined = await this.#tx.objectStore("changed").get([table, id]);
    if (changed) return changed.row ?? undefined;
    const block = await this.locate(id);
    return block === NOWHERE ? undefined : this.inBlock(block, table, id);
  }

  /** A row as it was written to a block. */
  async inBlock(block: number, table: TableName, id: string): Promise<WireRow | undefined> {
    return (await this.block(block)).find((row) => row.i === id && row.t === table);
  }

  /** Whether a block was written with a row of this id. */
  async has(block: number, id: string): Promise<boolean> {
    if (block === NOWHERE) return false;
    return hasId(this.#tx, this.#gen, block, id);
  }

  /** The block that was written with a row of this id. */
  async locate(id: string): Promise<number> {
    this.#ids ??= readIds(this.#tx, this.#gen);
    return (await this.#ids).findIndex((ids) => ids.includes(id));
  }
}
