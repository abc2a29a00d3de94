/** The messages of `docs/protocol.md` as they go over the wire. */
import type { TableName } from "./tables.gen.ts";

/** The WebSocket subprotocol that this replica speaks. */
export const PROTOCOL = "fichero.sync.1";
/** Limits of the server, in bytes of UTF-8 and in cells. */
export const MAX_FRAME = 1024 * 1024;
export const MAX_OP = 256 * 1024;
export const MAX_CELLS = 2_000;

/** Cell values by cell name, as on the wire. */
export type Values = Record<string, unknown>;

/** One edit of one row. */
export interface Op {
  /** The device's own counter, gapless from 1. */
  n: number;
  /** Twelve base-36 characters that name the op for ever. */
  o: string;
  /** When it was made: ms UTC by the phone's best idea of server time. */
  w: number;
  t: TableName;
  i: string;
  v: Values;
  /** For each cell the stamp of the value that the editor saw. */
  b: Record<string, string | null>;
}

/** One row as the server holds it: every cell bears stamp `s` unless `x` names another. */
export interface WireRow {
  t: TableName;
  i: string;
  q: number;
  s: string;
  v: Values;
  x: Record<string, string>;
}

export type Gone = [table: TableName, id: string, why: "left" | "erased"];

/** The signed-in person, as `welcome` and `POST /session` describe them. */
export interface Me {
  id: string;
  name: string;
  email: string;
  role: string;
  color?: string | null;
  sees?: Record<string, boolean>;
}

export interface Hello {
  type: "hello";
  device: string;
  epoch: string;
  cursor: number;
  schema: number;
  now: number;
}
export interface Push {
  type: "push";
  device: string;
  epoch: string;
  now: number;
  ops: Op[];
}
export interface Welcome {
  type: "welcome";
  epoch: string;
  now: number;
  n: number;
  o: string;
  head: number;
  schema: number;
  member: Me;
}
/** One refused cell, or a whole op when `cell` is absent. */
export interface RefusedCell {
  n: number;
  cell?: string;
  code: string;
  text: string;
}
export interface Ack {
  type: "ack";
  device: string;
  n: number;
  o: string;
  seq: number;
  refused: RefusedCell[];
}
export interface Rows {
  type: "rows";
  epoch: string;
  from: number;
  to: number;
  rows: WireRow[];
  gone: Gone[];
}
export type ClientMessage =
  | Hello
  | Push
  | { type: "got"; cursor: number }
  | { type: "pull"; cursor: number }
  | { type: "fork" };
export type ServerMessage =
  | Welcome
  | Ack
  | Rows
  | { type: "forked"; device: string }
  | { type: "gap"; want: number }
  | { type: "fork" }
  | { type: "reset" }
  | { type: "wipe" }
  | { type: "upgrade"; least: number }
  | { type: "error"; code: string; text: string };
