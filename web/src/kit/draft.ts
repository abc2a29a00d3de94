/**
 * The one text that a person was typing when the page was taken away. A field that finds its own draft when it appears
 * again saves it.
 */
const KEPT = "fichero.draft";

/** A field is known by its screen, its label and the text that it had. */
const name = (label: string, was: string) => JSON.stringify([location.pathname, label, was]);

/** Keeps what is typed in a field whose stored text is `was`. It is kept at once, and as long as the tab lives. */
export function keep(label: string, was: string, text: string): void {
  sessionStorage.setItem(KEPT, JSON.stringify([name(label, was), text]));
}

/** The draft of a field, once; undefined when it has none. */
export function take(label: string, was: string): string | undefined {
  const kept = sessionStorage.getItem(KEPT);
  if (!kept) return undefined;
  const [of, text] = JSON.parse(kept) as [string, string];
  if (of !== name(label, was)) return undefined;
  drop();
  return text;
}

/** Forgets the draft: its text is safe. */
export const drop = (): void => sessionStorage.removeItem(KEPT);
