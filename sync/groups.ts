/** Merged clients: which cards are one card, and which client is its face. */
import type { Row } from "./row.ts";

/** For every client that a live merge names: the clients of its card, the face first. */
export type Groups = ReadonlyMap<string, readonly string[]>;

/** The groups that live merges make. The face is the one client never merged into another; in a ring the smallest id. */
export function groupsOf(merges: Iterable<Row<"merge">>): Groups {
  const group = new Map<string, Set<string>>();
  const merged = new Set<string>();
  for (const { cells, hidden } of merges) {
    if (hidden || cells.undone || !cells.pair) continue;
    const { pair } = cells;
    merged.add(pair.merged);
    const both = new Set([...(group.get(pair.kept) ?? [pair.kept]), ...(group.get(pair.merged) ?? [pair.merged])]);
    for (const client of both) group.set(client, both);
  }
  const groups = new Map<string, readonly string[]>();
  for (const clients of new Set(group.values())) {
    const sorted = [...clients].sort();
    const face = sorted.find((client) => !merged.has(client)) ?? sorted[0] ?? "";
    const ordered = [face, ...sorted.filter((client) => client !== face)];
    for (const client of ordered) groups.set(client, ordered);
  }
  return groups;
}
