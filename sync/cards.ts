/** Cards in memory: the rows of the clients that were opened last, that are on a screen, or that have own edits. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Rows } from "./blocks.ts";
import { owedBy } from "./ledger.ts";
import type { Overlays } from "./overlays.ts";
import type { Roster } from "./roster.ts";
import { keyOf, ownerOf, type Row, rowsOf } from "./row.ts";
import type { Gone, WireRow } from "./wire.ts";

/** A client with all that stands on its card; of merged clients all together, under the face. Deleted rows are left out. */
export interface Card {
  client: Row<"client">;
  pets: Row<"pet">[];
  /** By start, the latest first. */
  bookings: Row<"booking">[];
  /** By instant, the latest first. */
  payments: Row<"payment">[];
  /** Pinned ones first, then the newest. */
  notes: Row<"note">[];
  tasks: Row<"task">[];
  /** Minor units of the business's currency. */
  owed: number;
}

/** Cards that stay in memory though nothing shows them. */
const KEPT = 20;

interface Slot {
  rows: Rows | undefined;
  loading: Promise<Rows> | undefined;
  /** Rows came while these were read. */
  stale: boolean;
  version: Signal<number>;
  /** Shown by a screen. */
  watched: boolean;
}

export class Cards {
  readonly #slots = new Map<string, Slot>();
  readonly #cards = new Map<string, ReadonlySignal<Card | null | undefined>>();
  readonly #overlays: Overlays;
  readonly #roster: Roster;
  readonly #load: (client: string) => Promise<Rows>;

  constructor(overlays: Overlays, roster: Roster, load: (client: string) => Promise<Rows>) {
    this.#overlays = overlays;
    this.#roster = roster;
    this.#load = load;
  }

  /** A client's card, live; undefined while it is read, null when there is no such client. */
  card(client: string): ReadonlySignal<Card | null | undefined> {
    let card = this.#cards.get(client);
    if (!card) {
      card = computed(() => this.#compose(client));
      this.#cards.set(client, card);
    }
    for (const one of this.#roster.group(client)) this.#want(one);
    return card;
  }

  /** The server's rows of a client, read when they are not here. */
  async rows(client: string): Promise<Rows> {
    const slot = this.#slot(client);
    if (slot.rows) return slot.rows;
    slot.loading ??= this.#read(client, slot);
    return slot.loading;
  }

  /** The server's rows of a client when they are here. */
  held(client: string): Rows | undefined {
    return this.#slots.get(client)?.rows;
  }

  /** A row of any card that is here. */
  find(key: string): WireRow | undefined {
    for (const { rows } of this.#slots.values()) {
      const row = rows?.get(key);
      if (row) return row;
    }
    return undefined;
  }

  /** Takes newer rows, and takes away those that are gone. */
  take(rows: readonly WireRow[], gone: readonly Gone[]): void {
    const names = [...rows.map(({ t, i }) => keyOf(t, i)), ...gone.map(([t, i]) => keyOf(t, i))];
    const touched = new Set<string>();
    for (const [client, slot] of this.#slots) {
      slot.stale = true;
      for (const key of names) if (slot.rows?.delete(key)) touched.add(client);
    }
    for (const row of rows) {
      const client = ownerOf(row.t, row.i, row.v);
      if (!client || !this.#slots.has(client)) continue;
      this.held(client)?.set(keyOf(row.t, row.i), row);
      touched.add(client);
    }
    this.refresh(touched);
  }

  /** Has the cards of some clients worked out again. */
  refresh(clients: Iterable<string>): void {
    for (const client of clients) {
      const slot = this.#slots.get(client);
      if (slot) slot.version.value = slot.version.peek() + 1;
    }
  }

  /** Reads some clients' cards anew, or all, where a screen shows them; forgets the others. */
  clear(clients: Iterable<string> = [...this.#slots.keys()]): void {
    for (const client of clients) {
      const slot = this.#slots.get(client);
      if (!slot) continue;
      slot.rows = undefined;
      slot.stale = true;
      if (slot.watched || slot.loading) this.#want(client);
      else this.#slots.delete(client);
    }
  }

  /** Takes a client's rows that were read. */
  fill(client: string, rows: Rows): void {
    this.#slot(client).rows = rows;
    this.refresh([client]);
  }

  /** Has a client's rows read; a store that cannot be read is told of elsewhere. */
  #want(client: string): void {
    this.rows(client).catch(() => {});
  }

  #slot(client: string): Slot {
    const held = this.#slots.get(client);
    if (held) {
      // The map's order is the order of last use.
      this.#slots.delete(client);
      this.#slots.set(client, held);
      return held;
    }
    const slot: Slot = {
      rows: undefined,
      loading: undefined,
      stale: false,
      watched: false,
      version: signal(0, {
        watched: () => {
          slot.watched = true;
        },
        unwatched: () => {
          slot.watched = false;
        },
      }),
    };
    this.#slots.set(client, slot);
    this.#evict();
    return slot;
  }

  async #read(client: string, slot: Slot): Promise<Rows> {
    try {
      let rows: Rows;
      do {
        slot.stale = false;
        rows = await this.#load(client);
        // What came while the store was read may not be in it.
      } while (slot.stale);
      slot.rows = rows;
      this.refresh([client]);
      return rows;
    } finally {
      slot.loading = undefined;
    }
  }

  #evict(): void {
    let surplus = this.#slots.size - KEPT;
    for (const [client, slot] of [...this.#slots]) {
      if (surplus <= 0) return;
      if (slot.watched || slot.loading || this.#overlays.touches(client)) continue;
      this.#slots.delete(client);
      this.#cards.delete(client);
      surplus -= 1;
    }
  }

  #compose(client: string): Card | null | undefined {
    const group = this.#roster.group(client);
    const rows: Row[] = [];
    for (const one of group) {
      const slot = this.#slot(one);
      slot.version.value;
      if (!slot.rows) {
        this.#want(one);
        return undefined;
      }
      rows.push(...this.#overlays.card(one, slot.rows));
    }
    const face = rowsOf(rows, "client").find(({ id }) => id === group[0]);
    return face ? composed(face, rows) : null;
  }
}

function composed(client: Row<"client">, rows: readonly Row[]): Card {
  // What hangs from a deleted client is hidden with it; on its own card it shows as it was, to be brought back.
  const hides = (row: Row) => row.hidden && (!client.hidden || ("deleted" in row.cells && row.cells.deleted === true));
  const visible = rows.filter((row) => !hides(row));
  const bookings = rowsOf(visible, "booking");
  const payments = rowsOf(visible, "payment");
  return {
    client,
    pets: sorted(rowsOf(visible, "pet"), ({ id }) => id),
    bookings: sorted(bookings, ({ cells, id }) => `${cells.when?.start ?? "9"}${id}`).reverse(),
    payments: sorted(payments, ({ cells, id }) => `${String(cells.at ?? 0).padStart(16, "0")}${id}`).reverse(),
    notes: sorted(rowsOf(visible, "note"), ({ cells, id }) => `${cells.pinned ? 1 : 0}${id}`).reverse(),
    tasks: sorted(rowsOf(visible, "task"), ({ id }) => id),
    owed: owedBy(bookings, payments),
  };
}

function sorted<T>(rows: T[], by: (row: T) => string): T[] {
  return rows
    .map((row) => ({ row, key: by(row) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ row }) => row);
}
