/** Makes ops of what screens ask for: what was seen, by whom, on which cards it shows. */

import { opName } from "./names.ts";
import type { Draft } from "./outbox.ts";
import { sizeOf } from "./outbox.ts";
import { type Edit, ownerOf, stampOf, stampsOf } from "./row.ts";
import { MAX_CELLS, MAX_OP, type Values, type WireRow } from "./wire.ts";

/** The longest text that the server takes, in characters. */
const MAX_TEXT = 10_000;
/** What number, name and device add to an op, in bytes. */
const NAMES = 200;

/** Half of a pair, as a cut through an emoji leaves it: UTF-8 has none, and the server could not read the whole push. */
const HALF = /\p{Surrogate}/gu;
const whole = (_: string, value: unknown) => (typeof value === "string" ? value.replace(HALF, "\ufffd") : value);

/** An edit is larger than the server takes. */
export class TooLarge extends Error {
  override name = "TooLarge";
}

/**
 * The op of an edit made at `w`, over the server's row as this tab holds it. `deleted` names every cell that was seen,
 * and an edit of a deleted row names that. Raises TooLarge.
 */
export function draftOf(edit: Edit, base: WireRow | undefined, shown: Values, w: number): Draft {
  const v: Values = JSON.parse(JSON.stringify(edit.cells, whole));
  const seen = base && v.deleted === true ? stampsOf(base) : {};
  const named = base?.v.deleted === true ? ["deleted", ...Object.keys(v)] : Object.keys(v);
  const bases = named.map((cell) => [cell, stampOf(base, cell)]).filter(([, stamp]) => stamp !== null);
  const b: Record<string, string> = { ...seen, ...Object.fromEntries(bases) };
  const clients = [base?.v, shown, { ...shown, ...v }].map((values) => ownerOf(edit.table, edit.id, values));
  const op = { o: opName(), w, t: edit.table, i: edit.id, v, b };
  const long = Object.values(v).some((value) => typeof value === "string" && value.length > MAX_TEXT);
  if (long || Object.keys(v).length > MAX_CELLS || sizeOf(op) + NAMES > MAX_OP) {
    throw new TooLarge(`an edit of ${edit.table} is larger than the server takes`);
  }
  return { ...op, clients: [...new Set(clients.filter((client) => client !== null))] };
}
