import { computed } from "@preact/signals";
import { type Entry, replica } from "../../../sync/replica.ts";

const byId = computed(() => new Map(replica.directory.value.map((entry) => [entry.id, entry])));

/** What the directory knows of a client; undefined for one that is not here. */
export const entryOf = (client: string): Entry | undefined => byId.value.get(client);
