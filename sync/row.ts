/** Rows as screens see them: the server's row with this phone's own edits laid over it. */
import { deviceOf, pendingStamp, SERVER_DEVICE } from "./stamp.ts";
import type { TableName, Tables } from "./tables.gen.ts";
import type { Values, WireRow } from "./wire.ts";

const OWNED: ReadonlySet<TableName> = new Set(["pet", "booking", "payment", "note", "task"]);

/** Cells flat as on the wire: `name`, `phones.k3f9`; null where an entry was removed. */
export type Cells<T extends TableName = TableName> = Tables[T];

export interface Row<T extends TableName = TableName> {
  table: T;
  id: string;
  cells: Cells<T>;
  /** The stamp of each cell's value; own edits that are not back yet bear one that is greater than every stamp. */
  stamps: Record<string, string>;
  /** Has edits that are not on the server yet. */
  waiting: boolean;
  /** Deleted (rule 4), or hangs from a client that is. */
  hidden: boolean;
}

/** The cells of each collection, by its name: `phones` has those of the cells `phones.*`. */
export type Collections = Record<string, [key: string, value: unknown][]>;

/** A row as lists and sums look at it: which stamps its cells bear is nothing to them. */
export interface Plain<T extends TableName = TableName> extends Omit<Row<T>, "stamps"> {
  /** Its collections, where they were taken out of `cells`. */
  of?: Collections;
}

/** One edit that a screen asks for: cells of one row with their new values; null removes. */
export interface Edit<T extends TableName = TableName> {
  table: T;
  id: string;
  cells: Partial<Cells<T>>;
}

/** What of an own edit lies over the server's row until the row comes back with it. */
export interface Overlaid {
  /** Where it stands among the phone's edits, whatever device id they bear. */
  place: number;
  v: Values;
  /** Acknowledged by the server, its row not yet here. */
  acked: boolean;
}

/** The stamp of a cell in a server's row; null when the row has no such cell. */
export function stampOf(row: WireRow | undefined, cell: string): string | null {
  if (!row || !(cell in row.v)) return null;
  return row.x[cell] ?? row.s;
}

/** The stamps of all cells of a server's row. */
export function stampsOf(row: WireRow): Record<string, string> {
  return Object.fromEntries(Object.keys(row.v).map((cell) => [cell, row.x[cell] ?? row.s]));
}

/** Lays own edits, in their order, over the server's row; either may be missing, but not both. */
export function overlay(
  table: TableName,
  id: string,
  row: WireRow | undefined,
  edits: readonly Overlaid[],
  under?: (client: string) => boolean,
): Row {
  const cells: Values = { ...row?.v };
  const stamps = row ? stampsOf(row) : {};
  let waiting = false;
  for (const edit of edits) {
    waiting ||= !edit.acked;
    for (const [cell, value] of Object.entries(edit.v)) {
      cells[cell] = value;
      stamps[cell] = pendingStamp(edit.place);
    }
  }
  const gone = hidden({ cells, stamps }) || (typeof cells.client === "string" && !!under?.(cells.client));
  return { table, id, cells: cells as Row["cells"], stamps, waiting, hidden: gone };
}

/** The server's row without own edits, its collections apart. */
export function plain(row: WireRow): Plain {
  const { t, i, v } = row;
  const { cells, of } = apart(v);
  const gone = cells.erased === true || (cells.deleted === true && hidden({ cells: v, stamps: stampsOf(row) }));
  return { table: t, id: i, cells: cells as Row["cells"], of, waiting: false, hidden: gone };
}

/** The collections of a row. */
export function collectionsOf({ cells, of }: Plain): Collections {
  return of ?? apart(cells as Values).of;
}

/**
 * Takes the collections out of a row's cells. Their keys give nearly every row a shape of its own, of which a browser
 * reads a cell by its name ten times as slowly: of ten thousand clients all are read in one pass.
 */
function apart(values: Values): { cells: Values; of: Collections } {
  const cells: Values = {};
  const of: Collections = {};
  for (const cell in values) {
    const dot = cell.indexOf(".");
    if (dot < 0) {
      cells[cell] = values[cell];
      continue;
    }
    const name = cell.slice(0, dot);
    of[name] ??= [];
    of[name].push([cell.slice(dot + 1), values[cell]]);
  }
  return { cells, of };
}

/** Whether a row is deleted: `deleted` is true and no cell that a person set to a value is newer. */
export function hidden(row: { cells: object; stamps: Record<string, string> }): boolean {
  const cells = row.cells as Values;
  const { stamps } = row;
  if (cells.erased === true) return true;
  if (cells.deleted !== true) return false;
  const at = stamps.deleted ?? "";
  return !Object.entries(stamps).some(
    ([cell, stamp]) => cell !== "deleted" && stamp > at && cells[cell] != null && deviceOf(stamp) !== SERVER_DEVICE,
  );
}

/** Whether two cell values are equal: as JSON with sorted keys; integral floats are integers, true is unlike 1. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || canonical(left) === canonical(right);
}

/** The one JSON text of a value: keys sorted. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, item) =>
    item && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** The rows of one table among rows of several. */
export function rowsOf<T extends TableName>(rows: readonly Row[], table: T): Row<T>[];
export function rowsOf<T extends TableName>(rows: readonly Plain[], table: T): Plain<T>[];
export function rowsOf(rows: readonly Plain[], table: TableName): Plain[] {
  return rows.filter((row) => row.table === table);
}

/** The name of a row in the maps that hold rows of several tables. */
export function keyOf(table: string, id: string): string {
  return `${table}/${id}`;
}

/** The client whose card a row stands on; null for what hangs from no client. */
export function ownerOf(table: TableName, id: string, values: object | undefined): string | null {
  if (table === "client") return id;
  const client = OWNED.has(table) ? (values as Values | undefined)?.client : null;
  return typeof client === "string" ? client : null;
}

/** The edit that undoes an edit of these cells: computed from the row as it was before. */
export function inverse<T extends TableName>(row: Row<T>, cells: Partial<Cells<T>>): Edit<T> {
  const before = row.cells as Values;
  const back = Object.fromEntries(Object.keys(cells).map((cell) => [cell, before[cell] ?? null]));
  return { table: row.table, id: row.id, cells: back as Partial<Cells<T>> };
}
