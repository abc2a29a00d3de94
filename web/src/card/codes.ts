/** Temperament codes of a pet: a short list that everybody knows, and any words of the business's own. */
import type { Row } from "../../../sync/replica";
import { has, t } from "../words";
import { entries } from "./entries";

/** The codes offered; each has its words in the catalogues. */
export const CODES = ["bites", "nervous", "escapes", "muzzle", "other_dogs", "loud", "senior", "gentle"] as const;

/** Codes to beware of, drawn in amber. */
const WARNINGS = new Set<string>(["bites", "muzzle", "escapes", "other_dogs"]);

/** A code in words; one that is not ours is shown as it was written. */
export function codeName(code: string): string {
  const key = `card.code.${code}`;
  return has(key) ? t(key) : code;
}

/** True when a code is to be seen before touching the animal. */
export const isWarning = (code: string): boolean => WARNINGS.has(code);

/** The codes of a pet: keys of the collection that are switched on, or the words that stand there. */
export function codesOf(pet: Row<"pet">): string[] {
  return entries<unknown>(pet.cells, "codes").map(({ key, value }) => (typeof value === "string" ? value : key));
}
