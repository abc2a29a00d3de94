import { computed, type ReadonlySignal } from "@preact/signals";
import { type Entry, replica } from "../../../sync/replica.ts";

/** More than any screen shows at a time. */
const KEPT = 2_000;

const entries = new Map<string, ReadonlySignal<Entry | undefined>>();

/** What the directory knows of a client; undefined for one that is not here. Redraws when it says something else of this one. */
export function entryOf(client: string): Entry | undefined {
  let entry = entries.get(client);
  if (!entry) {
    if (entries.size >= KEPT) entries.clear();
    entry = computed(() => replica.entry(client));
    entries.set(client, entry);
  }
  return entry.value;
}
