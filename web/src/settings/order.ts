/** The order of a list that several people may rearrange. Pure. */

export interface Placed {
  id: string;
  /** Less comes first; any number. */
  order: number | null | undefined;
}

/** Rows by their order; those that share one stand as every phone puts them, by id. */
export function inOrder<P extends Placed>(rows: readonly P[]): P[] {
  return [...rows].sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || (a.id < b.id ? -1 : 1));
}

/** An order after every row's. */
export const lastOrder = (rows: readonly Placed[]): number => Math.max(-1, ...rows.map(({ order }) => order ?? 0)) + 1;

/**
 * New orders that put a row one place up (-1) or down (1): of that row alone where its new neighbours leave room, so that
 * two phones that move different rows do not meet; of every row that must change where they do not. Empty at the end.
 */
export function moved(rows: readonly Placed[], id: string, step: -1 | 1): { id: string; order: number }[] {
  const list = inOrder(rows);
  const at = list.findIndex((row) => row.id === id);
  const row = list[at];
  if (!row || !list[at + step]) return [];
  list.splice(at, 1);
  list.splice(at + step, 0, row);
  const before = list[at + step - 1];
  const after = list[at + step + 1];
  const low = before ? (before.order ?? 0) : (after?.order ?? 0) - 2;
  const high = after ? (after.order ?? 0) : (before?.order ?? 0) + 2;
  const order = (low + high) / 2;
  const rest = list.filter((other) => other !== row);
  const distinct = rest.every((other, index) => index === 0 || (rest[index - 1]?.order ?? 0) < (other.order ?? 0));
  if (distinct && low < order && order < high) return [{ id, order }];
  return list.flatMap((other, index) => (other.order === index ? [] : [{ id: other.id, order: index }]));
}
