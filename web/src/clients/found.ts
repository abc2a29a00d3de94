/** What the frame's search box finds. */
import { computed } from "@preact/signals";
import { type Entry, replica } from "../../../sync/replica";
import { query } from "../query";
import { search } from "./search";

/** The clients that the query finds, best first; everybody by name for an empty one. */
export const found = computed<readonly Entry[]>(() => search(replica.directory.value, query.value));
