/** Collections: cells of one row whose names share a beginning, `phones.k3f9`. */
/** The entries of a collection that are there, by key, each with its value. */
export function entries<V>(cells: object, collection: string): { key: string; cell: string; value: V }[] {
  const start = `${collection}.`;
  return Object.entries(cells)
    .filter(([cell, value]) => cell.startsWith(start) && value !== null && value !== undefined && value !== false)
    .map(([cell, value]) => ({ key: cell.slice(start.length), cell, value: value as V }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
