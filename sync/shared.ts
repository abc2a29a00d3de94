/** The tables that are held in memory as a whole. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Overlays } from "./overlays.ts";
import { keyOf, type Row } from "./row.ts";
import { isShared, SHARED, type SharedTable } from "./sharing.ts";
import type { TableName } from "./tables.gen.ts";
import type { WireRow } from "./wire.ts";

type Shown = ReadonlyMap<string, Row>;

export class Shared {
  readonly #rows = new Map<string, WireRow>();
  readonly #ids = new Map<SharedTable, Set<string>>(SHARED.map((table) => [table, new Set()]));
  readonly #shown = new Map<SharedTable, Signal<Shown>>(SHARED.map((table) => [table, signal<Shown>(new Map())]));
  readonly #overlays: Overlays;

  constructor(overlays: Overlays) {
    this.#overlays = overlays;
  }

  /** Visible rows of a table by id. */
  table<T extends SharedTable>(name: T): ReadonlySignal<ReadonlyMap<string, Row<T>>> {
    return this.#signal(name) as unknown as ReadonlySignal<ReadonlyMap<string, Row<T>>>;
  }

  /** The server's row. */
  row(table: TableName, id: string): WireRow | undefined {
    return this.#rows.get(keyOf(table, id));
  }

  /** Takes rows of the server; the newest of several versions stays. What is shown waits for `refresh`. */
  put(rows: Iterable<WireRow>): void {
    for (const row of rows) {
      if (!isShared(row.t)) continue;
      const key = keyOf(row.t, row.i);
      if ((this.#rows.get(key)?.q ?? -1) > row.q) continue;
      this.#rows.set(key, row);
      this.#ids.get(row.t)?.add(row.i);
    }
  }

  /** Forgets a row that is gone. */
  drop(table: TableName, id: string): void {
    this.#rows.delete(keyOf(table, id));
    if (isShared(table) && !this.#overlays.covers(keyOf(table, id))) this.#ids.get(table)?.delete(id);
  }

  /** Brings what is shown up to date: some rows, or a whole table. */
  refresh(table: SharedTable, ids?: Iterable<string>): void {
    const shown = this.#signal(table);
    const next = new Map(ids ? shown.peek() : []);
    for (const id of ids ?? this.#ids.get(table) ?? []) {
      const key = keyOf(table, id);
      const row = this.#rows.get(key);
      const covered = this.#overlays.covers(key);
      if (covered) this.#ids.get(table)?.add(id);
      const visible = row || covered ? this.#overlays.show(table, id, row) : undefined;
      if (visible && !visible.hidden) next.set(id, visible);
      else next.delete(id);
    }
    shown.value = next;
  }

  clear(): void {
    this.#rows.clear();
    for (const ids of this.#ids.values()) ids.clear();
  }

  #signal(table: SharedTable): Signal<Shown> {
    const shown = this.#shown.get(table);
    if (!shown) throw new TypeError(`${table} is not held in memory`);
    return shown;
  }
}
