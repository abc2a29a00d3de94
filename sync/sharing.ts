/** Which tables are held in memory as a whole. */
import type { TableName } from "./tables.gen.ts";

export const SHARED = [
  "business",
  "member",
  "service",
  "label",
  "field",
  "segment",
  "task",
  "conflict",
  "merge",
] as const;

/** A table that is held in memory as a whole. */
export type SharedTable = (typeof SHARED)[number];

/** Whether a table is held in memory as a whole. */
export function isShared(table: TableName): table is SharedTable {
  return (SHARED as readonly string[]).includes(table);
}
