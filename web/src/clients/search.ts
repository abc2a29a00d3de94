/**
 * Finds clients while a person types: a plain scan over the folded directory, a few milliseconds for ten thousand
 * clients. Every word of the query begins some word of the client's text, in any order; digits alone find a phone by any
 * part of it. Only when few are found so does one wrong, missing, extra or swapped letter in each word count as well.
 */
import { digits, fold } from "../../../sync/fold.ts";
import type { Entry } from "../../../sync/replica.ts";

/** What search reads of a directory entry. */
export type Searchable = Pick<Entry, "name" | "fold" | "digits" | "next" | "last">;

/** With at least this many exact finds nobody is helped by near ones. */
const FEW = 5;

/** Fewer digits than this find too much to be meant as a phone. */
const PHONE_DIGITS = 3;

/**
 * The entries that `query` finds, best first: in the client's own name (it opens the folded text) before elsewhere, then
 * whoever was or will be here latest, then in their own order. All of them in that order for an empty query.
 */
export function search<E extends Searchable>(entries: readonly E[], query: string): readonly E[] {
  const words = fold(query).split(" ").filter(Boolean);
  if (words.length === 0) return entries;
  const joined = joinedOf(entries);
  const phone = phoneDigits(query);
  const has = entriesWith(joined, [longest(words)], []);
  const exact = words.map(begins);
  const finds = ranked(joined.entries, words, (entry, at) => {
    return (has[at] && exact.every((test) => test(entry.fold))) || (phone !== "" && entry.digits.includes(phone));
  });
  const unsure = words.filter(mayBeMistyped);
  if (finds.length >= FEW || unsure.length === 0) return finds;
  const may = nearTo(joined, longest(unsure));
  const near = words.map((word) => (unsure.includes(word) ? nearlyBegins(word) : begins(word)));
  return [
    ...finds,
    ...ranked(joined.entries, words, (entry, at) => {
      return may[at] === 1 && near.every((test) => test(entry.fold)) && !finds.includes(entry);
    }),
  ];
}

/** Entries by their next or else last visit, the latest first, with their folded texts in one, a line each. */
interface Joined<E> {
  entries: readonly E[];
  text: string;
  /** Where each line begins, and where the text ends. */
  starts: Int32Array;
}

const known = new WeakMap<readonly Searchable[], Joined<Searchable>>();

/**
 * Worked out once for each state of the directory: no search has to sort, and to look through one text takes a fraction
 * of looking at each.
 */
function joinedOf<E extends Searchable>(entries: readonly E[]): Joined<E> {
  let joined = known.get(entries) as Joined<E> | undefined;
  if (!joined) {
    const latest = [...entries].sort((a, b) => compare(b.next || b.last, a.next || a.last));
    const starts = new Int32Array(latest.length + 1);
    for (const [at, { fold }] of latest.entries()) starts[at + 1] = (starts[at] as number) + fold.length + 1;
    joined = { entries: latest, text: latest.map(({ fold }) => `\n${fold}`).join(""), starts };
    known.set(entries, joined);
  }
  return joined;
}

/** 1 for each entry with a word that begins with one of `beginnings`, or with one of `parts` anywhere. */
function entriesWith(joined: Joined<unknown>, beginnings: readonly string[], parts: readonly string[]): Uint8Array {
  const { text, starts, entries } = joined;
  const has = new Uint8Array(entries.length);
  for (const wanted of [...beginnings, ...parts]) {
    const anywhere = parts.includes(wanted);
    let line = 0;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      const before = text.charCodeAt(at - 1);
      if (!anywhere && before !== SPACE && before !== NEWLINE) continue;
      while ((starts[line + 1] as number) <= at) line += 1;
      has[line] = 1;
      at = (starts[line + 1] as number) - 1;
    }
  }
  return has;
}

const [SPACE, NEWLINE] = [32, 10];

/**
 * 1 for each entry in which a word may begin with `word` but for one edit: that leaves one half whole, or swaps the
 * letters where the halves meet. Most entries have neither.
 */
function nearTo(joined: Joined<unknown>, word: string): Uint8Array {
  const half = word.length >> 1;
  const crossed = `${word.slice(0, half - 1)}${word[half]}${word[half - 1]}${word.slice(half + 1)}`;
  return entriesWith(joined, [word.slice(0, half), crossed], [word.slice(half)]);
}

const longest = (words: readonly string[]) => words.reduce((one, other) => (other.length > one.length ? other : one));

/** The entries that are found, by where they have the first word; among equals they keep their order. */
function ranked<E extends Searchable>(
  entries: readonly E[],
  words: readonly string[],
  finds: (entry: E, at: number) => boolean,
): E[] {
  const first = words[0] ?? "";
  const places: [E[], E[], E[]] = [[], [], []];
  for (const [at, entry] of entries.entries()) if (finds(entry, at)) places[place(entry, first)].push(entry);
  return places.flat();
}

/** The digits to look for when the query can only be a phone number, else "". */
function phoneDigits(query: string): string {
  if (!/^[\d\s()+./-]+$/.test(query)) return "";
  const plain = digits(query);
  return plain.length >= PHONE_DIGITS ? plain : "";
}

/** What is asked of a folded text. */
type Test = (text: string) => boolean;

/** Whether some word of a text begins with `word`. */
function begins(word: string): Test {
  const later = ` ${word}`;
  return (text) => text.startsWith(word) || text.includes(later);
}

/** Numbers are copied rather than spelt, and one edit of two letters is another word. */
function mayBeMistyped(word: string): boolean {
  return word.length >= 3 && !/^\p{N}+$/u.test(word);
}

/** Whether some word of a text begins with `word` but for one edit. */
function nearlyBegins(word: string): Test {
  const [first, second] = [word.charCodeAt(0), word.charCodeAt(1)];
  return (text) => {
    for (let start = 0; ; ) {
      const [one, two] = [text.charCodeAt(start), text.charCodeAt(start + 1)];
      // Whatever the one edit is, of the first two letters it leaves one in the first or second place.
      const may = one === first || two === second || one === second || two === first;
      if (may && nearPrefix(word, text, start)) return true;
      start = text.indexOf(" ", start) + 1;
      if (start === 0) return false;
    }
  };
}

/**
 * Whether one edit (insert, delete, replace, swap of neighbours) makes `typed` a beginning of the word of `text` at `start`.
 * Of three letters the first must be right, or everything would match.
 */
export function nearPrefix(typed: string, text: string, start = 0): boolean {
  let at = 0;
  while (at < typed.length && typed.charCodeAt(at) === text.charCodeAt(start + at)) at++;
  if (at === typed.length) return true;
  if (at === 0 && typed.length < 4) return false;
  const here = start + at;
  return (
    agrees(typed, at + 1, text, here + 1) || // replaced
    agrees(typed, at + 1, text, here) || // one letter too many
    agrees(typed, at, text, here + 1) || // one missing
    (typed[at] === text[here + 1] && typed[at + 1] === text[here] && agrees(typed, at + 2, text, here + 2))
  );
}

/** Whether `typed` from `from` on stands in `text` at `to`; letter by letter, since slices would cost more than the scan. */
function agrees(typed: string, from: number, text: string, to: number): boolean {
  for (let i = from; i < typed.length; i++) {
    if (typed.charCodeAt(i) !== text.charCodeAt(to + i - from)) return false;
  }
  return true;
}

function place(entry: Searchable, word: string): 0 | 1 | 2 {
  if (entry.fold.startsWith(word)) return 0;
  const at = entry.fold.indexOf(` ${word}`);
  return at >= 0 && at < entry.name.length ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
