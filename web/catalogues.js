/** Joins the catalogues: every `src/words/<area>.<language>.json` of a language into one, which must agree with the others. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";

const home = join(import.meta.dirname, "src", "words");

/** What is wrong with the catalogues, in words; nothing was built of them. */
export class Disagreement extends Error {}

/**
 * The joined catalogue of each language, by language, of the files in `folder`.
 * Throws a Disagreement that names every fault: areas with the same key, languages with other keys, forms or slots.
 */
export async function catalogues(folder = home) {
  const known = await languages();
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const faults = [];
  const joined = Object.fromEntries(known.map((language) => [language, {}]));
  for (const name of names) {
    const words = joined[name.split(".")[1]];
    if (!words) faults.push(`${name} is of no language that there is`);
    for (const [key, said] of Object.entries(JSON.parse(await readFile(join(folder, name), "utf8")))) {
      if (!words) break;
      if (key in words) faults.push(`"${key}" of ${name} is in another area too`);
      words[key] = said;
    }
  }
  const [model, ...others] = known;
  for (const language of known) faults.push(...formless(joined[language], language));
  for (const language of others) faults.push(...differences(joined[model], joined[language], language));
  if (faults.length) throw new Disagreement(`The catalogues have faults:\n  ${faults.join("\n  ")}`);
  return joined;
}

/** The one list of languages, from the app's own source. */
async function languages() {
  const { code } = await transform(await readFile(join(home, "languages.ts"), "utf8"), { loader: "ts" });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).LANGUAGES;
}

/** Plural texts that lack a form of their language, or have one that it does not. */
function formless(words, language) {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort().join();
  return Object.entries(words)
    .filter(([, said]) => typeof said !== "string" && Object.keys(said).sort().join() !== wanted)
    .map(([key, said]) => `"${key}" has in ${language} the forms ${Object.keys(said)}; it needs ${wanted}`);
}

/** Where a language does not say what the first one says. */
function differences(first, words, language) {
  const faults = Object.keys(words)
    .filter((key) => !(key in first))
    .map((key) => `"${key}" is in ${language} alone`);
  for (const [key, said] of Object.entries(first)) {
    if (!(key in words)) faults.push(`"${key}" is missing in ${language}`);
    else if (typeof said !== typeof words[key])
      faults.push(`"${key}" has plural forms in one language only: ${language}`);
    else if (slots(said) !== slots(words[key]))
      faults.push(`"${key}" has other slots in ${language}: ${slots(words[key])}`);
  }
  return faults;
}

/** The {slots} of a text, or of all its forms together. */
function slots(said) {
  return [...new Set(JSON.stringify(said).match(/\{\w+\}/g))].sort().join(" ");
}
