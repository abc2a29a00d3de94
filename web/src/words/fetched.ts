/** Fetches a catalogue: from what the service worker keeps, at the first visit from the network. */
import type { Language } from "./languages";

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Record<string, string | Plural>;

/** Where the catalogues are; the build knows. */
declare const __WORDS__: Record<Language, string>;

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 8000;

/**
 * The catalogue of `language`. A network that fails is tried again, less and less often and at once when the browser says
 * that it is back; `failed` hears how many tries were in vain and gives up by returning false.
 */
export async function fetched(language: Language, failed: (times: number) => boolean): Promise<Catalogue | undefined> {
  for (let times = 1; ; times++) {
    try {
      const answer = await fetch(__WORDS__[language]);
      if (answer.ok) return await answer.json();
    } catch {}
    if (!failed(times)) return undefined;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(FIRST_PAUSE * 2 ** times, LONGEST_PAUSE));
      addEventListener("online", resolve, { once: true });
    });
  }
}
