/**
 * Schedules of rows: a made-up server changes rows and sends frames, some of them twice, late, overlapping or too
 * early, to a tab that is killed now and then. The copy must be what the server's frames say, read in every way.
 */
import { stopsOf } from "../../../sync/agenda.ts";
import type { Rows as Held } from "../../../sync/blocks.ts";
import { entryOf } from "../../../sync/directory.ts";
import { keyOf, ownerOf, plain } from "../../../sync/row.ts";
import { isShared } from "../../../sync/sharing.ts";
import type { TableName } from "../../../sync/tables.gen.ts";
import type { Gone, Rows, WireRow } from "../../../sync/wire.ts";
import { Dice, expectSame, Killed, Tab } from "./tab.ts";

const NOW = "2026-11-21T10:00";
const MONTHS = ["2026-10", "2026-11", "2026-12"];
const EPOCH = "epoch1";
const MADE: readonly TableName[] = [
  "client",
  "client",
  "pet",
  "booking",
  "booking",
  "payment",
  "note",
  "task",
  "label",
  "conflict",
];

/** The rows of a business as the server would have them. */
class Business {
  head = 0;
  readonly rows = new Map<string, WireRow>();
  readonly #gone = new Map<string, { seq: number; gone: Gone }>();
  /** Rows that left the view, to come back as they were but for what was edited since. */
  readonly #hidden = new Map<string, WireRow>();
  readonly ids: [TableName, string][] = [];
  readonly #dice: Dice;
  #stamp = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  get clients(): string[] {
    return this.ids.flatMap(([table, id]) => (table === "client" ? id : []));
  }

  /** Whether a row is gone from view up to a cursor. */
  isGone(table: TableName, id: string, cursor: number): boolean {
    return (this.#gone.get(keyOf(table, id))?.seq ?? Number.POSITIVE_INFINITY) <= cursor;
  }

  /** One change of one row. */
  change(): void {
    const dice = this.#dice;
    const known = this.ids.filter(([table, id]) => !this.#erased(table, id));
    const [table, id] = dice.pick(known) ?? ["client", ""];
    const kind = dice.roll(12);
    if (known.length < 4 || dice.once(3)) this.#make();
    else if (kind === 0) this.#leave(table, id, "erased");
    else if (kind === 1) this.#leave(table, id, "left");
    else if (kind < 4) this.#touch(table, id);
    else this.#edit(table, id);
  }

  /** The frame after `from`, up to `to`. */
  frame(from: number, to: number): Rows {
    const within = (seq: number) => seq > from && seq <= to;
    const rows = [...this.rows.values()].filter(({ q }) => within(q)).sort((a, b) => a.q - b.q);
    const gone = [...this.#gone.values()].flatMap(({ seq, gone }) => (within(seq) ? [gone] : []));
    return structuredClone({ type: "rows", epoch: EPOCH, from, to, rows, gone });
  }

  #make(): void {
    const table = this.#dice.pick(MADE);
    const id = `${(this.ids.length + 1).toString(16).padStart(8, "0")}-0000-7000-8000-000000000000`;
    this.ids.push([table, id]);
    const stamp = this.#next();
    this.rows.set(keyOf(table, id), { t: table, i: id, q: this.head, s: stamp, v: this.#cells(table, true), x: {} });
  }

  #edit(table: TableName, id: string): void {
    const key = keyOf(table, id);
    const stamp = this.#next();
    const old = this.rows.get(key) ??
      this.#hidden.get(key) ?? { t: table, i: id, q: 0, s: stamp, v: this.#cells(table, true), x: {} };
    const v = { ...old.v, ...this.#cells(table, false) };
    const x = { ...old.x };
    for (const cell of Object.keys(v)) if (v[cell] !== old.v[cell]) x[cell] = stamp;
    this.#gone.delete(key);
    this.rows.set(key, { ...old, q: this.head, v, x });
  }

  /** A row enters somebody else's view: it gets the next seq, and nothing of it changes. */
  #touch(table: TableName, id: string): void {
    const row = this.rows.get(keyOf(table, id));
    if (!row) return;
    this.head += 1;
    this.rows.set(keyOf(table, id), { ...row, q: this.head });
  }

  #leave(table: TableName, id: string, why: "left" | "erased"): void {
    const key = keyOf(table, id);
    const hanging =
      table === "client" && why === "erased" ? [...this.rows.values()].filter(({ v }) => v.client === id) : [];
    for (const row of hanging) this.#leave(row.t, row.i, why);
    this.#next();
    const row = this.rows.get(key);
    if (row) this.#hidden.set(key, row);
    this.rows.delete(key);
    this.#gone.set(key, { seq: this.head, gone: [table, id, why] });
  }

  #erased(table: TableName, id: string): boolean {
    return this.#gone.get(keyOf(table, id))?.gone[2] === "erased";
  }

  #next(): string {
    this.head += 1;
    this.#stamp += 1;
    return `${this.#stamp.toString(36).padStart(9, "0")}-000-dddddddd`;
  }

  #cells(table: TableName, all: boolean): WireRow["v"] {
    const dice = this.#dice;
    const living = this.clients.filter((id) => !this.#erased("client", id));
    const cells: WireRow["v"] = {
      name: `name ${dice.roll(1_000)}`,
      [`future.${dice.roll(3)}`]: { any: [dice.roll(9)] },
    };
    if (dice.once(6)) cells.deleted = dice.once(2);
    if (table !== "client" && living.length && (all || dice.once(4)))
      cells.client = dice.once(8) ? null : dice.pick(living);
    if (table === "booking" && (all || dice.once(2))) {
      const day = String(1 + dice.roll(28)).padStart(2, "0");
      cells.when = { start: `${dice.pick(MONTHS)}-${day}T09:00`, minutes: 60, zone: "UTC" };
      cells.status = dice.pick(["confirmed", "completed", "cancelled"]);
      cells.price = { amount: dice.roll(9) * 100, currency: "EUR" };
    }
    if (table === "payment") Object.assign(cells, { kind: "payment", money: { amount: 100, currency: "EUR" } });
    if (table === "note") Object.assign(cells, { body: `text ${dice.roll(99)}`, pinned: dice.once(3) });
    return cells;
  }
}

/** Plays one schedule on a fresh store. */
export async function playRows(seed: number, steps: number): Promise<string> {
  const dice = new Dice(seed);
  const server = new Business(dice);
  const store = `rows-${seed}`;
  const sent: Rows[] = [];
  let tab = new Tab();
  let cursor = await tab.do("open", store, EPOCH);
  let kills = 0;
  for (let step = 0; step < steps; step += 1) {
    for (let count = dice.roll(6); count > 0; count -= 1) server.change();
    const doing = act(tab, server, sent, cursor, dice);
    if (dice.once(5)) {
      await pause(dice.roll(8));
      tab.kill();
      kills += 1;
      await doing.catch((error) => {
        if (!(error instanceof Killed)) throw error;
      });
      tab = new Tab();
      const found = await tab.do("open", store, EPOCH);
      if (found < cursor) throw new Error(`the cursor went back from ${cursor} to ${found}`);
    } else await doing;
    cursor = await check(tab, server);
  }
  await act(tab, server, [], cursor, dice, server.head);
  await check(tab, server);
  const before = await tab.do("dump");
  for (const frame of sent) await tab.do("apply", frame, NOW);
  expectSame(await tab.do("dump"), before, "frames that came once more changed the store");
  tab.kill();
  indexedDB.deleteDatabase(`fichero-${store}`);
  return `${steps} steps, ${server.ids.length} rows, ${kills} kills`;
}

/** Lets the tab have a frame, new or not, or rewrite blocks. */
async function act(tab: Tab, server: Business, sent: Rows[], cursor: number, dice: Dice, to?: number): Promise<void> {
  if (to === undefined && dice.once(4)) {
    await tab.do("rewrite", [dice.roll(9), dice.roll(9)]);
    return;
  }
  if (to === undefined && sent.length && dice.once(4)) {
    await tab.do("apply", dice.pick(sent), NOW);
    return;
  }
  if (to === undefined && dice.once(10)) {
    const early = server.frame(cursor + 1, Math.max(server.head, cursor + 1));
    expectSame(await tab.do("apply", early, NOW), "missing", "a frame that came too early");
    return;
  }
  const from = to === undefined && dice.once(3) ? Math.max(0, cursor - dice.roll(9)) : cursor;
  const frame = server.frame(from, to ?? from + dice.roll(server.head - from + 1));
  sent.push(frame);
  await tab.do("apply", frame, NOW);
}

/** Every row up to the cursor is here in the server's version, in every way of reading it; what is gone is nowhere. */
async function check(tab: Tab, server: Business): Promise<number> {
  const held = await tab.do("held", server.ids, server.clients, MONTHS);
  const { cursor } = held;
  const all = new Map(held.rows.flatMap((row) => (row ? [[keyOf(row.t, row.i), row]] : [])));
  for (const [at, [table, id]] of server.ids.entries()) {
    const expected = server.rows.get(keyOf(table, id));
    const found = held.rows[at];
    if (server.isGone(table, id, cursor)) expectSame(found, undefined, `${table} ${id}, gone at cursor ${cursor}`);
    if (expected && expected.q <= cursor) expectSame(found, expected, `${table} ${id} at cursor ${cursor}`);
    else if (found && found.q > cursor)
      throw new Error(`${table} ${id} has seq ${found.q} beyond the cursor ${cursor}`);
  }
  const cards = new Map<string, Held>(server.clients.map((client) => [client, new Map()]));
  for (const [key, row] of all) {
    const client = ownerOf(row.t, row.i, row.v);
    if (client) cards.get(client)?.set(key, row);
  }
  const sorted = (rows: Iterable<WireRow>) => [...rows].sort((a, b) => (keyOf(a.t, a.i) < keyOf(b.t, b.i) ? -1 : 1));
  for (const [client, rows] of held.cards)
    expectSame(sorted(rows.values()), sorted(cards.get(client)?.values() ?? []), `card ${client}`);
  const shared = [...all.values()].filter(({ t }) => isShared(t));
  expectSame(sorted(held.shared), sorted(shared), "shared tables");
  const byId = <T extends { id: string }>(list: T[]) => list.sort((a, b) => (a.id < b.id ? -1 : 1));
  const entries = [...cards.values()].flatMap((rows) => entryOf(shown(rows), NOW) ?? []);
  expectSame(byId(held.entries), byId(entries), "directory");
  expectSame(byId(held.stops), byId([...cards.values()].flatMap((rows) => stopsOf(shown(rows)))), "months");
  return cursor;
}

/** Rows in an order that does not depend on where they stand. */
function shown(rows: Held) {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => plain(row));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
