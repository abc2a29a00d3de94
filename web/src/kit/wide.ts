import { signal } from "@preact/signals";

const query = matchMedia("(min-width: 960px)");
const wide = signal(query.matches);
query.addEventListener("change", () => {
  wide.value = query.matches;
});

/** True where there is room for the sidebar, and for a list and a card side by side. Redraws when that changes. */
export const useWide = (): boolean => wide.value;
