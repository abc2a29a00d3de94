/**
 * What stands in the shell's one search box. On /clients the list itself narrows to it; on every other screen the
 * shell shows what is found under the box.
 */
import { signal } from "@preact/signals";

export const query = signal("");
