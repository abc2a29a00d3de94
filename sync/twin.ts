/** The wire over HTTPS: where no socket can be opened, when the page goes, and in the service worker. */
import type { Database } from "./database.ts";
import { acknowledge, batch, type Settled, sizeOf } from "./outbox.ts";
import { refusedBy } from "./refused.ts";
import type { Op, Push, Rows, ServerMessage } from "./wire.ts";

/** How a try over HTTPS ended: `done`: nothing is left; `conversation`: only a socket can settle it. */
export type Ended = "done" | "conversation" | "snapshot" | "signed-out" | "wipe" | "later";

/** What the browser takes with a page that goes, in bytes. */
const LAST = 60 * 1024;

/** Sends every edit in the outbox. Raises TypeError without a network. */
export async function pushAll(db: Database, now: () => number, settled: (settled: Settled) => void): Promise<Ended> {
  for (;;) {
    const [counter, copy] = await Promise.all([db.get("meta", "counter"), db.get("meta", "copy")]);
    const after = (counter as { acked?: { n: number } } | undefined)?.acked?.n ?? 0;
    const epoch = (copy as { epoch?: string } | undefined)?.epoch;
    const { device, ops } = await batch(db, after);
    if (!ops.length) return "done";
    if (!device || !epoch) return "conversation";
    const response = await post({ type: "push", device, epoch, now: now(), ops });
    const ended = await endOf(response);
    if (ended) return ended;
    const said: ServerMessage = await response.json();
    if (said.type !== "ack") return "conversation";
    const result = await acknowledge(db, said);
    if (result === "fork") return "conversation";
    if (result === "stale") return "conversation";
    settled(result);
  }
}

/** The next rows after a cursor. Raises TypeError without a network. */
export async function pull(epoch: string, cursor: number): Promise<Rows | Ended> {
  const response = await fetch(`/sync/rows?epoch=${encodeURIComponent(epoch)}&cursor=${cursor}`);
  return (await endOf(response)) ?? (await response.json());
}

/** Sends edits while the page goes: as many as the browser takes along. Their acknowledgement is heard at the next start. */
export function pushLast(push: Omit<Push, "ops" | "type">, ops: readonly Op[]): void {
  const few: Op[] = [];
  let bytes = 500;
  for (const { n, o, w, t, i, v, b } of ops) {
    const op = { n, o, w, t, i, v, b };
    bytes += sizeOf(op) + 1;
    if (bytes > LAST) break;
    few.push(op);
  }
  if (few.length) post({ type: "push", ...push, ops: few }, true).catch(() => {});
}

function post(push: Push, keepalive = false): Promise<Response> {
  const body = JSON.stringify(push);
  return fetch("/sync/push", { method: "POST", body, keepalive, headers: { "Content-Type": "application/json" } });
}

async function endOf(response: Response): Promise<Ended | undefined> {
  if (response.ok) return undefined;
  const refused = await refusedBy(response);
  if (refused.wipe) return "wipe";
  if (refused.status === 401) return "signed-out";
  if (refused.status === 409) return "snapshot";
  return refused.status === 503 || refused.status === 507 ? "later" : "conversation";
}
