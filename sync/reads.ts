/** Reads of the phone's store that memory asks for when a screen does: a card, a row, a month. */
import type { Stop } from "./agenda.ts";
import { Reader, type Rows } from "./blocks.ts";
import { read, reading } from "./database.ts";
import type { Keeping } from "./keeping.ts";
import type { Memory } from "./memory.ts";
import { readMonth } from "./months.ts";
import type { TableName } from "./tables.gen.ts";
import type { WireRow } from "./wire.ts";

type Work = (reader: Reader, fresh: boolean) => Promise<unknown> | undefined;

export class Reads {
  readonly #keeping: Keeping;
  readonly #memory: Memory;
  readonly #reload: () => Promise<void>;
  /** Reads that share a transaction, until it has begun to answer. */
  #together: { works: Work[]; done: Promise<unknown[]> } | undefined;

  /** `reload` reads all that memory holds anew. */
  constructor(keeping: Keeping, memory: Memory, reload: () => Promise<void>) {
    this.#keeping = keeping;
    this.#memory = memory;
    this.#reload = reload;
  }

  /** The server's rows of a client. */
  async rows(client: string): Promise<Rows> {
    const rows = await this.#read((reader, fresh) =>
      fresh ? reader.client(client, this.#memory.blockOf(client)) : undefined,
    );
    if (rows) return rows;
    // Blocks were rewritten by another tab: where clients stand is read again first.
    await this.#reload();
    return this.rows(client);
  }

  /** The server's version of a row. */
  row(table: TableName, id: string): Promise<WireRow | undefined> {
    return this.#read((reader) => reader.row(table, id));
  }

  /** The stops of a month. */
  month(month: string): Promise<Stop[]> {
    return this.#keeping.use(async (db) => {
      const tx = reading(db, ["meta", "months"]);
      return readMonth(tx, (await read(tx, "copy")).gen, month);
    });
  }

  /**
   * Reads rows; `fresh`: memory knows where clients stand. What is asked for at the same time, as by a screen of many
   * stops, is read in one transaction, so that a block is parsed once and not for each client in it.
   */
  async #read<T>(work: (reader: Reader, fresh: boolean) => Promise<T> | undefined): Promise<T | undefined> {
    this.#together ??= this.#begin();
    const { works, done } = this.#together;
    const place = works.push(work) - 1;
    return (await done)[place] as T | undefined;
  }

  #begin(): { works: Work[]; done: Promise<unknown[]> } {
    const works: Work[] = [];
    const done = this.#keeping
      .use(async (db) => {
        const tx = reading(db, ["meta", "blocks", "index", "changed"]);
        const { gen, layout } = await read(tx, "copy");
        this.#together = undefined;
        const reader = new Reader(tx, gen);
        return Promise.all(works.map((work) => work(reader, !this.#memory.isStale(layout))));
      })
      .finally(() => {
        if (this.#together?.works === works) this.#together = undefined;
      });
    return { works, done };
  }
}
