/** All that one tab holds in memory, and how it changes: read at start, edited here, patched by what the server sends. */
import { batch, effect, type Signal, signal, untracked } from "@preact/signals-core";
import { localTime, stopsOf } from "./agenda.ts";
import { NOWHERE, type Rows } from "./blocks.ts";
import { Calendar } from "./calendar.ts";
import { Cards } from "./cards.ts";
import type { Kept, Refusal } from "./database.ts";
import { entryOf } from "./directory.ts";
import { type Groups, groupsOf } from "./groups.ts";
import type { Loaded } from "./load.ts";
import { unpack } from "./months.ts";
import type { Settled } from "./outbox.ts";
import { type Mine, Overlays } from "./overlays.ts";
import type { Homes } from "./rewrite.ts";
import { Roster } from "./roster.ts";
import type { Patch } from "./rows.ts";
import { Shared } from "./shared.ts";
import { isShared, SHARED } from "./sharing.ts";
import { type Shelved, unshelve } from "./shelves.ts";
import type { Copied, Piece } from "./snapshot.ts";
import type { TableName } from "./tables.gen.ts";
import type { WireRow } from "./wire.ts";

export class Memory {
  readonly overlays = new Overlays();
  readonly roster = new Roster();
  readonly calendar = new Calendar();
  readonly shared = new Shared(this.overlays);
  readonly cards: Cards;
  readonly refused: Signal<Refusal[]> = signal([]);
  /** Edits not yet on the server. */
  readonly waiting: Signal<number> = signal(0);
  #homes = new Map<string, number>();
  readonly #resent = new Set<string>();
  readonly #unsent = new Map<string, Kept>();
  readonly #settled = new Map<string, Settled["ops"][number]>();
  #layout = 0;
  #place = 0;
  /** Blocks of a first download that came, by number, and how many of them are shown. */
  readonly #arrived = new Set<number>();
  #shown = 0;
  /** Tables of which rows came with them that are not shown yet. */
  readonly #unshown = new Set<TableName>();
  /** The download that they came with; 0 when memory holds something else too. */
  #gen = 0;

  /** `load` reads a client's rows from the phone's store. */
  constructor(load: (client: string) => Promise<Rows>) {
    this.cards = new Cards(this.overlays, this.roster, load);
    this.overlays.under = (client) => this.roster.hides(client);
    this.roster.now = () => this.now();
    this.calendar.hides = (client) => this.roster.hides(client);
    this.calendar.face = (client) => this.roster.face(client);
    effect(() => {
      const groups = groupsOf(this.shared.table("merge").value.values());
      untracked(() => this.#regroup(groups));
    });
  }

  /** The local time of the business. */
  now(): string {
    const [business] = this.shared.table("business").peek().values();
    return localTime(Date.now(), business?.cells.zone ?? "UTC");
  }

  /** The block of a client's own row. */
  readonly blockOf = (client: string): number => this.#homes.get(client) ?? NOWHERE;

  /** Whether blocks were rewritten since this tab read which client is where. */
  isStale(layout: number): boolean {
    return layout !== this.#layout;
  }

  /** Takes all that start-up read. */
  load(loaded: Loaded): void {
    batch(() => {
      this.#forget();
      this.#place = loaded.counter.place;
      this.#layout = loaded.layout;
      this.#homes = loaded.homes;
      this.roster.begin(loaded.entries);
      this.roster.set(loaded.fresh, false);
      this.shared.put(loaded.shared);
      for (const [t, i] of loaded.gone) this.shared.drop(t, i);
      for (const { op, acked, base } of loaded.ops) this.#lay(op, acked, base);
      for (const table of SHARED) this.shared.refresh(table);
      this.calendar.clear();
      this.calendar.fill(loaded.month, loaded.stops);
      for (const [client, rows] of loaded.cards) {
        this.cards.fill(client, rows);
        this.#edited(client, rows);
      }
      for (const { op } of loaded.ops) if (isShared(op.t)) this.shared.refresh(op.t, [op.i]);
      this.roster.refresh();
      this.refused.value = loaded.refused;
      this.#count();
    });
  }

  /** Forgets everything: nobody is signed in. */
  clear(): void {
    batch(() => {
      this.#forget();
      this.calendar.clear();
      for (const table of SHARED) this.shared.refresh(table);
      this.roster.refresh();
      this.refused.value = [];
      this.#count();
    });
  }

  /** Lays own edits over their rows, whose servers' versions must be here. */
  add(ops: readonly Kept[], baseOf: (table: TableName, id: string) => WireRow | undefined): void {
    batch(() => {
      for (const op of ops) {
        if (this.overlays.has(op.o)) continue;
        this.#lay(op, undefined, baseOf(op.t, op.i));
        const early = this.#settled.get(op.o);
        if (early) this.overlays.settle(op.o, early.v, early.pending);
      }
      this.#touch(ops);
    });
  }

  /** The place of an edit that is about to be kept. */
  nextPlace(): number {
    this.#place += 1;
    return this.#place;
  }

  /** Takes edits as they were kept. */
  confirm(ops: readonly Kept[]): void {
    for (const op of ops) {
      this.overlays.place(op.o, op.place);
      this.#place = Math.max(this.#place, op.place);
      if (!this.#settled.has(op.o)) this.#unsent.set(op.o, op);
    }
  }

  /** Edits that the server does not have, in their order. */
  unsent(): Kept[] {
    return [...this.#unsent.values()].sort((left, right) => left.n - right.n);
  }

  /** Takes edits off that were not kept. */
  remove(names: readonly string[]): void {
    batch(() => this.#touch(names.flatMap((o) => this.overlays.remove(o) ?? [])));
  }

  /** Takes what an acknowledgement did. */
  settle({ ops, refused }: Settled): void {
    batch(() => {
      const touched = ops.flatMap((op) => {
        this.#resent.delete(op.o);
        this.#unsent.delete(op.o);
        // An edit may be acknowledged before the tab that made it tells of it.
        this.#settled.set(op.o, op);
        return this.overlays.settle(op.o, op.v, op.pending) ?? [];
      });
      for (const o of [...this.#settled.keys()].slice(0, -1_000)) this.#settled.delete(o);
      this.#touch(touched);
      if (refused.length) this.refused.value = [...this.refused.value, ...refused];
    });
  }

  /** Takes what a frame of rows did. */
  patch({ rows, gone, entries, stops, cursor, homes }: Patch): void {
    batch(() => {
      const flipped = new Set(
        entries
          .filter(([client, entry]) => this.roster.hides(client) !== (entry?.hidden ?? false))
          .map(([client]) => client),
      );
      for (const row of rows) this.overlays.rebase(row.t, row.i, row);
      const done: Mine[] = [];
      for (const [t, i, why] of gone) {
        this.overlays.rebase(t, i, undefined);
        if (why === "erased") done.push(...this.overlays.forget(t, i));
        this.shared.drop(t, i);
      }
      done.push(...this.overlays.uncover(cursor));
      this.shared.put(rows);
      this.cards.take(rows, gone);
      this.roster.set(entries);
      this.calendar.move(stops);
      if (homes) this.rehome(homes);
      const changed = [...rows, ...gone.map(([t, i]) => ({ t, i })), ...done];
      for (const table of SHARED) {
        const all = table === "task" && flipped.size > 0;
        const ids = changed.filter(({ t }) => t === table).map(({ i }) => i);
        if (all || ids.length) this.shared.refresh(table, all ? undefined : ids);
      }
      const clients = new Set([...entries.map(([client]) => client), ...done.flatMap((op) => op.clients)]);
      this.#repack(clients);
      // An edit that lost comes off without its row: that had come before.
      this.cards.refresh(new Set([...flipped, ...done.flatMap((op) => op.clients)]));
      this.#count();
    });
  }

  /**
   * Takes a block of a first download, before the whole is here. Each time that there is twice as much it is shown: to
   * work lists out and draw them again with every block would take longer than the download.
   */
  arrive({ gen, block, entries, shared, stops }: Piece): void {
    // Of a download that another took the place of something may be left.
    if (gen !== this.#gen) this.#gen = this.#arrived.size ? 0 : gen;
    const shelved: Shelved = { homes: new Map(), entries: new Map() };
    const pages = unshelve(entries, block, shelved);
    this.#hold(shelved);
    for (let at = 0; at < pages; at += 1) this.#arrived.add(block + at);
    // A card that a screen asked for before its rows were here.
    this.cards.clear(shelved.homes.keys());
    for (const rows of JSON.parse(shared) as WireRow[][]) {
      this.shared.put(rows);
      for (const { t } of rows) this.#unshown.add(t);
    }
    for (const month of stops) this.calendar.arrive(unpack(month));
    if (!pages) this.calendar.refresh();
    else if (this.#arrived.size >= 2 * this.#shown) this.#show();
  }

  /** Whether all of a first copy is here as it came, and no edit lies over it; then it is shown. */
  complete({ gen, blocks, layout }: Copied): boolean {
    if (gen !== this.#gen || blocks !== this.#arrived.size || this.overlays.size) return false;
    this.#layout = layout;
    if (this.#shown < blocks) this.#show();
    return true;
  }

  #show(): void {
    this.#shown = this.#arrived.size;
    batch(() => {
      for (const table of SHARED) if (this.#unshown.delete(table)) this.shared.refresh(table);
      this.roster.refresh();
      this.calendar.refresh();
    });
  }

  /** Takes the new places of clients. */
  rehome({ layout, clients }: Homes): void {
    for (const [client, block] of clients) this.#homes.set(client, block);
    this.#layout = layout;
  }

  /** Forgets a refusal that was dismissed. */
  dismiss(key: string): void {
    this.refused.value = this.refused.value.filter((refusal) => refusal.key !== key);
  }

  /** Has everything worked out again that depends on the time of day. */
  tick(): void {
    this.roster.refresh();
  }

  /** Takes the entries of some blocks; they show at the next refresh. */
  #hold({ homes, entries }: Shelved): void {
    for (const [client, block] of homes) this.#homes.set(client, block);
    this.roster.set(entries, false);
  }

  #forget(): void {
    this.#shown = this.#gen = 0;
    this.#arrived.clear();
    this.#unshown.clear();
    this.overlays.clear();
    this.roster.clear();
    this.shared.clear();
    this.cards.clear();
    this.#homes.clear();
    this.#resent.clear();
    this.#unsent.clear();
  }

  #lay(op: Kept, acked: number | undefined, base: WireRow | undefined): void {
    this.#place = Math.max(this.#place, op.place);
    if (op.again) {
      this.#resent.add(op.o);
      return;
    }
    if (acked === undefined && op.n) this.#unsent.set(op.o, op);
    const { o, t, i, v, place, clients } = op;
    this.overlays.add({ o, t, i, v, place, clients, acked: acked !== undefined, pending: acked }, base);
  }

  /** Has everything worked out again that shows some edits. */
  #touch(edits: readonly Pick<Mine, "t" | "i" | "clients">[]): void {
    for (const { t, i } of edits) if (isShared(t)) this.shared.refresh(t, [i]);
    const clients = new Set(edits.flatMap((edit) => edit.clients));
    this.#repack(clients);
    this.cards.refresh(clients);
    this.#count();
  }

  /** Works out the entries and stops of clients with own edits over them, where there are any. */
  #repack(clients: Iterable<string>): void {
    const done: string[] = [];
    for (const client of clients) {
      const rows = this.cards.held(client);
      if (this.overlays.touches(client) && !rows) {
        this.cards.rows(client).then(
          () => this.#repack([client]),
          () => {},
        );
        continue;
      }
      this.#edited(client, rows);
      done.push(client);
    }
    if (done.length) this.roster.refresh(done);
  }

  #edited(client: string, rows: Rows | undefined): void {
    const shown = rows && this.overlays.touches(client) ? this.overlays.card(client, rows) : undefined;
    this.roster.edit(client, shown && entryOf(shown, this.now()));
    this.calendar.edit(client, shown && stopsOf(shown));
  }

  #regroup(groups: Groups): void {
    const touched = [...this.roster.grouped(), ...groups.keys()];
    this.roster.regroup(groups);
    this.cards.refresh(touched);
    this.calendar.refresh();
  }

  #count(): void {
    this.waiting.value = this.overlays.waiting + this.#resent.size;
  }
}
