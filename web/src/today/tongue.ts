/** The language to write to a client in. Pure. */
import type { Language } from "../words/languages.ts";

/** How the languages that we write are called, in each of them and by their tags. */
const NAMES: [RegExp, Language][] = [
  [/^(en\b|eng|ing|анг)/, "en"],
  [/^(es\b|esp|spa|cast|кас|исп)/, "es"],
  [/^(ru\b|rus|рус)/, "ru"],
];

/** The language that a card's *Language* names, as a tag or in words; `otherwise` where it names none of ours. */
export function tongueOf(named: string | null | undefined, otherwise: Language): Language {
  const said = (named ?? "").trim().toLowerCase();
  return NAMES.find(([name]) => name.test(said))?.[1] ?? otherwise;
}
