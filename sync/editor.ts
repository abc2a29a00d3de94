/** Takes edits from screens: shows them in the same frame, keeps them in one strict transaction, takes back what failed. */
import type { Kept } from "./database.ts";
import { draftOf } from "./editing.ts";
import type { Keeping } from "./keeping.ts";
import type { Memory } from "./memory.ts";
import { add, type Draft } from "./outbox.ts";
import { type Edit, keyOf, ownerOf } from "./row.ts";
import { isShared } from "./sharing.ts";
import type { TableName } from "./tables.gen.ts";
import type { WireRow } from "./wire.ts";

/** The phone could not keep an edit (no room, private mode): it was taken back. */
export class StorageRefused extends Error {
  override name = "StorageRefused";
}

export class Editor {
  readonly #keeping: Keeping;
  readonly #memory: Memory;
  readonly #now: () => number;
  readonly #kept: (version: number, ops: Kept[]) => void;
  readonly #saving = new Map<string, { op: Kept; base: WireRow | undefined }>();
  #queue: Promise<unknown> = Promise.resolve();
  #queued = 0;
  /** Reads the server's version of a row, and the rows of a client, from the store. */
  find: (table: TableName, id: string) => Promise<WireRow | undefined> = async () => undefined;

  /** `now` is server time as far as known; `kept` is told of what is safe, with the number of the change. */
  constructor(keeping: Keeping, memory: Memory, now: () => number, kept: (version: number, ops: Kept[]) => void) {
    this.#keeping = keeping;
    this.#memory = memory;
    this.#now = now;
    this.#kept = kept;
  }

  /** Shows edits at once; resolves when they are safe. Raises StorageRefused, TooLarge. */
  edit(edits: readonly Edit[]): Promise<void> {
    const unread = edits.filter((edit) => !this.#isHere(edit));
    if (!unread.length && !this.#queued) return this.#begin(edits, new Map());
    this.#queued += 1;
    const turn = this.#queue.then(async () => {
      const found = new Map<string, WireRow>();
      for (const { table, id, cells } of unread) {
        const client = ownerOf(table, id, cells);
        if (client) await this.#memory.cards.rows(client);
        const row = this.#held(table, id) ?? (await this.find(table, id));
        if (row) found.set(keyOf(table, id), row);
      }
      return { saved: this.#begin(edits, found) };
    });
    // The next edit waits until this one shows, not until it is safe.
    this.#queue = turn.then(
      () => this.#taken(),
      () => this.#taken(),
    );
    return turn.then(({ saved }) => saved);
  }

  /** Shows edits that another tab made. */
  others(ops: readonly Kept[]): void {
    void this.#show(ops);
  }

  /** Shows once more what is being saved, after memory was read anew. */
  restore(): void {
    for (const { op, base } of this.#saving.values()) this.#memory.add([op], () => base);
  }

  /** Edits of this profile that the server does not have, in their order. */
  unsent(): Kept[] {
    return this.#memory.unsent();
  }

  #begin(edits: readonly Edit[], found: ReadonlyMap<string, WireRow>): Promise<void> {
    const baseOf = (table: TableName, id: string) => this.#held(table, id) ?? found.get(keyOf(table, id));
    let drafts: Draft[];
    try {
      const w = this.#now();
      drafts = edits.flatMap((edit) => {
        const base = baseOf(edit.table, edit.id);
        const shown = this.#memory.overlays.show(edit.table, edit.id, base);
        const draft = draftOf(edit, base, shown.cells as WireRow["v"], w);
        return Object.keys(draft.v).length ? [draft] : [];
      });
    } catch (error) {
      return Promise.reject(error);
    }
    if (!drafts.length) return Promise.resolve();
    const provisional = drafts.map((draft): Kept => ({ ...draft, device: "", n: 0, place: this.#memory.nextPlace() }));
    for (const op of provisional) this.#saving.set(op.o, { op, base: baseOf(op.t, op.i) });
    this.#memory.add(provisional, baseOf);
    return this.#save(drafts);
  }

  async #save(drafts: readonly Draft[]): Promise<void> {
    const names = drafts.map(({ o }) => o);
    try {
      const { version, ops } = await this.#keeping.use((db) => add(db, drafts));
      this.#memory.confirm(ops);
      this.#kept(version, ops);
    } catch (error) {
      this.#memory.remove(names);
      throw new StorageRefused(error instanceof Error ? error.message : String(error), { cause: error });
    } finally {
      for (const o of names) this.#saving.delete(o);
    }
  }

  #taken(): void {
    this.#queued -= 1;
  }

  async #show(ops: readonly Kept[]): Promise<void> {
    for (const op of ops) {
      const base = this.#held(op.t, op.i) ?? (await this.find(op.t, op.i).catch(() => undefined));
      this.#memory.add([op], () => base);
    }
  }

  /** The server's row as memory has it. */
  #held(table: TableName, id: string): WireRow | undefined {
    const { overlays, shared, cards } = this.#memory;
    const key = keyOf(table, id);
    return overlays.base(key) ?? shared.row(table, id) ?? cards.find(key);
  }

  /** Whether memory knows the row that an edit is of, or that there is none yet. */
  #isHere({ table, id, cells }: Edit): boolean {
    const { overlays, roster, cards } = this.#memory;
    if (overlays.covers(keyOf(table, id)) || this.#held(table, id)) return true;
    if (table === "client") return !roster.knows(id);
    if (isShared(table)) return true;
    const client = ownerOf(table, id, cells);
    return client !== null && (cards.held(client) !== undefined || !roster.knows(client));
  }
}
