/**
 * The phone's own edits: numbered and kept in one strict transaction each, moved to the archive when the server has
 * them. Every function is one transaction, so any tab and the service worker may call it at any time.
 */

import { Reader } from "./blocks.ts";
import {
  type Archived,
  advance,
  COPY,
  type Counter,
  type Database,
  type Kept,
  opsOf,
  queue,
  type Refusal,
  read,
  reading,
  strictly,
  type Writing,
  write,
  writing,
} from "./database.ts";
import { keyOf } from "./row.ts";
import { type Ack, MAX_CELLS, MAX_FRAME, type Me, type Op, type RefusedCell } from "./wire.ts";

/** An edit before it is numbered. */
export type Draft = Omit<Kept, "n" | "device" | "place">;

/** What an acknowledgement did. */
export interface Settled {
  version: number;
  ops: {
    o: string /** Until the cursor passes this seq. */;
    pending?: number /** Cells that were not refused. */;
    v: Op["v"];
  }[];
  refused: Refusal[];
}

const STORES = ["meta", "outbox", "archive", "refused"] as const;
const ARCHIVE_MS = 90 * 86_400_000;
/** What the frame around the ops may take, in bytes. */
const ENVELOPE = 1_000;
/** Less than what any op takes, in bytes. */
const LEAST_OP = 100;

/** Numbers edits and keeps them: they are safe once this resolves. Gives them with the number of the change. */
export async function add(db: Database, drafts: readonly Draft[]): Promise<{ version: number; ops: Kept[] }> {
  const tx = strictly(db, ["meta", "outbox"]);
  const [counter, version] = await Promise.all([read(tx, "counter"), advance(tx)]);
  const ops = drafts.map((draft) => {
    counter.n += 1;
    counter.place += 1;
    return { ...draft, device: counter.device, n: counter.n, place: counter.place };
  });
  queue(...ops.map((op) => tx.objectStore("outbox").add(op)), write(tx, "counter", counter));
  await tx.done;
  return { version, ops };
}

/**
 * The next edits to push after number `after`: at least one, at most `most` and as many as a message of `room` bytes
 * holds; with the device they are numbered under, and the bytes of that message.
 */
export async function batch(
  db: Database,
  after: number,
  most = Number.POSITIVE_INFINITY,
  room = MAX_FRAME,
): Promise<{ device: string; ops: Op[]; bytes: number }> {
  const tx = reading(db, ["meta", "outbox"]);
  const { device } = await read(tx, "counter");
  const kept = await tx
    .objectStore("outbox")
    .getAll(opsOf(device, after + 1), Math.min(most, MAX_CELLS, Math.ceil(room / LEAST_OP)));
  const ops: Op[] = [];
  let cells = 0;
  let bytes = ENVELOPE;
  for (const { n, o, w, t, i, v, b } of kept) {
    const op = { n, o, w, t, i, v, b };
    const size = sizeOf(op) + 1;
    cells += Object.keys(v).length;
    if (ops.length && (cells > MAX_CELLS || bytes + size > room)) break;
    bytes += size;
    ops.push(op);
  }
  return { device, ops, bytes };
}

/** The bytes of a value as JSON in UTF-8. */
export function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/**
 * Takes an acknowledgement: moves what is durable from the outbox to the archive and what is refused to its list.
 * "fork" when the server names an op that this phone did not write: it is a clone of another. "stale" when the
 * acknowledgement is for a former device id, or of what was acknowledged before.
 */
export async function acknowledge(db: Database, ack: Omit<Ack, "type">): Promise<Settled | "fork" | "stale"> {
  // What this cursor has passed no frame will tell of any more; a snapshot tells nothing of what was erased.
  const late = ack.seq <= (await read(reading(db, ["meta"]), "copy")).cursor;
  const tx = writing(db, late ? [...STORES, "blocks", "index", "changed"] : [...STORES]);
  const counter = await read(tx, "counter");
  if (ack.device !== counter.device || ack.n < counter.acked.n) return "stale";
  if (ack.n === counter.acked.n) return ack.o === counter.acked.o ? "stale" : "fork";
  const kept = await tx.objectStore("outbox").getAll(opsOf(ack.device, 0, ack.n));
  if (kept.at(-1)?.n !== ack.n || kept.at(-1)?.o !== ack.o) return "fork";
  const { cursor, gen } = await read(tx, "copy");
  const reader = new Reader(tx, gen);
  const settled: Settled = { version: await advance(tx), ops: [], refused: [] };
  for (const op of kept) {
    const here = !late || (await reader.row(op.t, op.i)) !== undefined;
    settle(tx, op, ack, ack.seq > cursor && !op.again, here, settled);
  }
  counter.acked = { n: ack.n, o: ack.o };
  await write(tx, "counter", counter);
  await tx.done;
  return settled;
}

/** `pending`: its row is yet to come; `here`: there may be a row, else it was erased or is not for these eyes. */
function settle(
  tx: Writing,
  op: Kept,
  ack: Omit<Ack, "type">,
  pending: boolean,
  here: boolean,
  settled: Settled,
): void {
  const refused = ack.refused.filter(({ n }) => n === op.n);
  const { again, ...rest } = op;
  const archived: Archived = { ...rest, v: without(op.v, refused), b: without(op.b, refused) };
  if (pending) archived.pending = ack.seq;
  for (const cell of refused) {
    const refusal = refusalOf(op, cell);
    settled.refused.push(refusal);
    queue(tx.objectStore("refused").put(refusal));
  }
  queue(tx.objectStore("outbox").delete([op.device, op.n]));
  if (here && Object.keys(archived.v).length) queue(tx.objectStore("archive").put(archived));
  settled.ops.push({ o: op.o, v: archived.v, ...(pending ? { pending: ack.seq } : {}) });
}

function without<T>(cells: Record<string, T>, refused: readonly RefusedCell[]): Record<string, T> {
  if (!refused.length) return cells;
  if (refused.some(({ cell }) => cell === undefined)) return {};
  return Object.fromEntries(Object.entries(cells).filter(([name]) => !refused.some(({ cell }) => cell === name)));
}

function refusalOf(op: Kept, { cell, code, text }: RefusedCell): Refusal {
  const values = cell === undefined ? op.v : { [cell]: op.v[cell] };
  return { key: keyOf(op.o, cell ?? ""), table: op.t, id: op.i, cell, values, code, text, at: op.w };
}

/**
 * Gives the edits a new device id and numbers them from 1, in their order; with `again` also those in the archive, for
 * a server that may have lost them. Old acknowledgements then mean nothing here; ops keep their names.
 */
export async function renumber(db: Database, device: string, again: boolean): Promise<void> {
  const tx = strictly(db, [...STORES]);
  const outbox = tx.objectStore("outbox");
  const waiting = await outbox.getAll();
  const archived = again ? await tx.objectStore("archive").getAll() : [];
  const { place } = await read(tx, "counter");
  queue(outbox.clear(), again ? tx.objectStore("archive").clear() : undefined);
  const resent = archived.map(({ pending, ...op }): Kept => ({ ...op, again: true }));
  const ops = [...resent, ...waiting].sort((left, right) => left.place - right.place);
  for (const [index, op] of ops.entries()) queue(outbox.add({ ...op, device, n: index + 1 }));
  await write(tx, "counter", { device, n: ops.length, place, acked: { n: 0, o: "" } });
  const { resend, ...must } = await read(tx, "must");
  await write(tx, "must", again ? must : { ...must, ...(resend ? { resend } : {}) });
  await advance(tx);
  await tx.done;
}

/**
 * Signs a session in to a copy: what it holds of edits is numbered under the new device id and sent once more. Rows that
 * another member was shown go: they may not be for these eyes.
 */
export async function adopt(db: Database, { device, member }: { device: string; member: Me }): Promise<void> {
  const tx = strictly(db, ["meta", ...COPY]);
  const [counter, copy, former] = await Promise.all([read(tx, "counter"), read(tx, "copy"), read(tx, "me")]);
  queue(write(tx, "me", member));
  if (former && former.id !== member.id) {
    queue(...COPY.map((store) => tx.objectStore(store).clear()), tx.objectStore("meta").delete("download"));
    queue(write(tx, "copy", { ...copy, epoch: "", cursor: 0, layout: copy.layout + 1 }));
  }
  await tx.done;
  if (counter.device !== device) await renumber(db, device, counter.device !== "");
}

/** Takes an edit that the server cannot read out of the queue; those behind it move up, so that no number is missing. */
export async function reject(db: Database, n: number, code: string, text: string): Promise<void> {
  const tx = strictly(db, [...STORES]);
  const counter = await read(tx, "counter");
  const [op, ...behind] = await tx.objectStore("outbox").getAll(opsOf(counter.device, n));
  if (op?.n !== n) return;
  queue(
    tx.objectStore("refused").put(refusalOf(op, { n, code, text })),
    tx.objectStore("outbox").delete(opsOf(counter.device, n)),
    ...behind.map((later) => tx.objectStore("outbox").add({ ...later, n: later.n - 1 })),
  );
  await write(tx, "counter", { ...counter, n: counter.n - 1 } satisfies Counter);
  await advance(tx);
  await tx.done;
}

/** Every edit that lies over its row: those in the outbox, and those acknowledged whose rows are not here yet. */
export async function overlaid(db: Database): Promise<{ waiting: Kept[]; acked: Archived[]; refused: Refusal[] }> {
  const tx = reading(db, ["outbox", "archive", "refused"]);
  const [waiting, acked, refused] = await Promise.all([
    tx.objectStore("outbox").getAll(),
    tx.objectStore("archive").index("pending").getAll(),
    tx.objectStore("refused").getAll(),
  ]);
  return { waiting, acked, refused };
}

/** Takes a refusal off the list. */
export async function dismiss(db: Database, key: string): Promise<number> {
  const tx = writing(db, ["meta", "refused"]);
  queue(tx.objectStore("refused").delete(key));
  const version = await advance(tx);
  await tx.done;
  return version;
}

/** Drops archived edits older than 90 days. */
export async function prune(db: Database, now: number): Promise<void> {
  const tx = writing(db, ["archive"]);
  const archive = tx.objectStore("archive");
  const old = await archive.index("w").getAllKeys(IDBKeyRange.upperBound(now - ARCHIVE_MS));
  queue(...old.map((key) => archive.delete(key)));
  await tx.done;
}
