/**
 * The phone's copy of the business: everything that a screen may ask of it and tell it. Reading never waits for the
 * network; an edit shows in the same frame and is safe once its promise resolves.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Stop } from "./agenda.ts";
import type { Card } from "./cards.ts";
import { type Current, current, setCurrent } from "./current.ts";
import { type Change, erase, type Refusal } from "./database.ts";
import type { Entry } from "./directory.ts";
import { StorageRefused } from "./editor.ts";
import { OUTBOX_TAG } from "./flush.ts";
import { historyOf } from "./history.ts";
import { Memory } from "./memory.ts";
import { Phone, type Seat } from "./phone.ts";
import { Refused } from "./refused.ts";
import { type Edit, keyOf, ownerOf, type Row } from "./row.ts";
import { join, leave, present, type Session } from "./session.ts";
import type { SharedTable } from "./sharing.ts";
import { type Status, statusOf } from "./status.ts";
import type { TableName } from "./tables.gen.ts";

export type { Stop } from "./agenda.ts";
export type { Card } from "./cards.ts";
export type { Change, Refusal } from "./database.ts";
export type { Entry } from "./directory.ts";
export { TooLarge } from "./editing.ts";
export { StorageRefused } from "./editor.ts";
export { isPaid, isReversed, markPaid, owedBy, paidOf, reversal, type Taken } from "./ledger.ts";
export type { Seat } from "./phone.ts";
export { type Cells, type Edit, hidden, inverse, type Row, same } from "./row.ts";
export { JoinFailed } from "./session.ts";
export type { SharedTable } from "./sharing.ts";
export type { Status } from "./status.ts";
export type { TableName, Tables } from "./tables.gen.ts";

export interface Replica {
  /** The directory, the shared tables and this month's agenda are loaded, or nobody is signed in. */
  ready: Promise<void>;
  status: ReadonlySignal<Status>;
  /** null: not signed in. Known once `ready` resolves. */
  me: ReadonlySignal<Seat | null>;
  /** Visible rows of a shared table by id. */
  table<T extends SharedTable>(name: T): ReadonlySignal<ReadonlyMap<string, Row<T>>>;
  /** Visible clients, by name. */
  directory: ReadonlySignal<Entry[]>;
  /** What the directory shows of a client; undefined where it shows nothing. Live in a component or a computed signal. */
  entry(client: string): Entry | undefined;
  /** Bookings from one local day to another, inclusive, by start. */
  stops(from: string, to: string): ReadonlySignal<Stop[]>;
  /** undefined: loading; null: no such client. Stays live while it is used. */
  card(client: string): ReadonlySignal<Card | null | undefined>;
  /** The client whose card a booking stands on; null when there is no such booking. */
  booking(id: string): Promise<string | null>;
  /** One row, deleted ones too; null when the phone has no such row. */
  row<T extends TableName>(table: T, id: string): Promise<Row<T> | null>;
  /** Signals change in the same frame; resolves when the edits are safe on this phone. Raises StorageRefused, TooLarge. */
  edit(edits: Edit | Edit[]): Promise<void>;
  refused: ReadonlySignal<Refusal[]>;
  dismiss(refusal: Refusal): Promise<void>;
  /** A row's history, the latest first: from the server, else the last 20 lines that were kept here. */
  changes(table: TableName, id: string): Promise<Change[]>;
  /** Signs in with a link's token; `label` names this device. Raises JoinFailed. */
  join(token: string, label: string): Promise<void>;
  /** Ends the session and erases this phone's copy, unsent edits too. */
  signOut(): Promise<void>;
  /** Erases this phone's copy. */
  wipe(): Promise<void>;
}

/** How long start-up waits for the server where nothing is known of a session, and until it asks again, in ms. */
const ASKING = 5_000;

interface BackgroundSync extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

class Copy implements Replica {
  readonly #phone = signal<Phone | null>(null);
  readonly #memory = new Memory(async (client) => (await this.#phone.peek()?.reads.rows(client)) ?? new Map());
  readonly #storage = signal(false);
  #asked = false;
  readonly ready: Promise<void>;
  readonly me = computed(() => this.#phone.value?.seat.value ?? null);
  readonly directory = this.#memory.roster.list;
  readonly refused = this.#memory.refused;
  readonly status = computed(() => statusOf(this.#phone.value?.standing.value, this.#memory, this.#storage.value));

  constructor() {
    this.#memory.calendar.load = async (month) => (await this.#phone.peek()?.month(month)) ?? [];
    this.ready = this.#boot();
  }

  table<T extends SharedTable>(name: T): ReadonlySignal<ReadonlyMap<string, Row<T>>> {
    return this.#memory.shared.table(name);
  }

  entry(client: string): Entry | undefined {
    return this.#memory.roster.entry(client);
  }

  stops(from: string, to: string): ReadonlySignal<Stop[]> {
    return this.#memory.calendar.stops(from, to);
  }

  card(client: string): ReadonlySignal<Card | null | undefined> {
    return this.#memory.cards.card(client);
  }

  async booking(id: string): Promise<string | null> {
    const booking = await this.row("booking", id);
    const client = booking && ownerOf("booking", id, booking.cells);
    return client ? this.#memory.roster.face(client) : null;
  }

  async row<T extends TableName>(table: T, id: string): Promise<Row<T> | null> {
    const { overlays, shared, cards } = this.#memory;
    const key = keyOf(table, id);
    const held = overlays.base(key) ?? shared.row(table, id) ?? cards.find(key);
    const row = held ?? (overlays.covers(key) ? undefined : await this.#phone.peek()?.reads.row(table, id));
    if (!row && !overlays.covers(key)) return null;
    return overlays.show(table, id, row) as unknown as Row<T>;
  }

  async edit(edits: Edit | Edit[]): Promise<void> {
    const phone = this.#phone.peek();
    if (!phone) throw new StorageRefused("nobody is signed in on this phone");
    try {
      await phone.editor.edit(Array.isArray(edits) ? edits : [edits]);
      this.#storage.value = false;
      this.#persist();
    } catch (error) {
      if (error instanceof StorageRefused) this.#storage.value = true;
      throw error;
    }
  }

  async dismiss(refusal: Refusal): Promise<void> {
    await this.#phone.peek()?.dismiss(refusal.key);
  }

  async changes(table: TableName, id: string): Promise<Change[]> {
    const phone = this.#phone.peek();
    return phone ? historyOf(phone, table, id) : [];
  }

  async join(token: string, label: string): Promise<void> {
    const session = await join(token, label);
    await this.#enter(session.business.id, session);
  }

  async signOut(): Promise<void> {
    const business = this.#phone.peek()?.business;
    // A sign-out without a network is made good at the next start.
    if (business) await setCurrent({ business, leaving: true });
    await this.#close(true);
    try {
      await leave();
    } catch {
      return;
    }
    await setCurrent(undefined);
  }

  async wipe(): Promise<void> {
    await this.#close(true);
    await setCurrent(undefined);
  }

  async #boot(): Promise<void> {
    try {
      const used = await current();
      if (used?.leaving) {
        // The page may have ended before its copy was erased.
        await erase(used.business);
        await leave();
        await setCurrent(undefined);
      } else if (used) return await this.#enter(used.business, undefined, used);
      // Storage may have been evicted while the cookie lives.
      await this.#enter((await present(AbortSignal.timeout(ASKING))).business.id);
    } catch (error) {
      if (error instanceof DOMException && error.name !== "TimeoutError") this.#storage.value = true;
      // The server was not reached: whose cookie this is will be known later, though no event may tell when.
      else if (!(error instanceof Refused)) setTimeout(() => this.#phone.peek() ?? void this.#boot(), ASKING);
    }
  }

  /** `known`: what is named already as the business in use. */
  async #enter(business: string, session?: Session, known?: Current): Promise<void> {
    const before = this.#phone.peek();
    if (before) await this.#close(false);
    const phone = new Phone(business, this.#memory, {
      wiped: () => void this.wipe(),
      left: () => void this.#close(false),
      broken: () => location.reload(),
    });
    this.#phone.value = phone;
    await phone.open(session);
    phone.start();
    const used = known ?? (await current());
    // A phone without room must not be asked to write what it knows.
    if (used?.business !== business || used.leaving) await setCurrent({ business });
  }

  async #close(erase: boolean): Promise<void> {
    const phone = this.#phone.peek();
    if (!phone) return;
    this.#phone.value = null;
    await phone.close(erase);
    this.#memory.clear();
  }

  /** Asks the browser to keep what was saved, and to send it should the app be closed before. */
  #persist(): void {
    if (!this.#asked) void navigator.storage?.persist?.();
    this.#asked = true;
    const registered = navigator.serviceWorker?.getRegistration() as Promise<BackgroundSync | undefined> | undefined;
    registered?.then((worker) => worker?.sync?.register(OUTBOX_TAG)).catch(() => {});
  }
}

export const replica: Replica = new Copy();
