/** What the frame's search box finds. */
import { computed } from "@preact/signals";
import { type Entry, replica } from "../../../sync/replica";
import { query } from "../query";
import { collator } from "../words";
import { search } from "./search";

/** Everybody in the order of the language's alphabet. The directory's own is nearly that, so it is little work. */
const everybody = computed(() => {
  const { compare } = collator.value;
  return [...replica.directory.value].sort((a, b) => compare(a.name, b.name));
});

/** The clients that the query finds, best first; everybody by name for an empty one, the only one that needs their order. */
export const found = computed<readonly Entry[]>(() => {
  const asked = query.value;
  return search(asked.trim() ? replica.directory.value : everybody.value, asked);
});
