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

/** The entries that `query` finds, best first; all of them, in their own order, for an empty query. */
export function search<E extends Searchable>(entries: readonly E[], query: string): readonly E[] {
  const words = fold(query).split(" ").filter(Boolean);
  if (words.length === 0) return entries;
  const phone = phoneDigits(query);
  const exact: E[] = [];
  const rest: E[] = [];
  for (const entry of entries) {
    const found = hasPrefixes(entry.fold, words) || (phone !== "" && entry.digits.includes(phone));
    (found ? exact : rest).push(entry);
  }
  const finds = ranked(exact, words);
  if (finds.length >= FEW || !words.some(mayBeMistyped)) return finds;
  return [
    ...finds,
    ...ranked(
      rest.filter((entry) => hasNearPrefixes(entry.fold, words)),
      words,
    ),
  ];
}

/** The digits to look for when the query can only be a phone number, else "". */
function phoneDigits(query: string): string {
  if (!/^[\d\s()+./-]+$/.test(query)) return "";
  const plain = digits(query);
  return plain.length >= PHONE_DIGITS ? plain : "";
}

function hasPrefixes(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.startsWith(word) || text.includes(` ${word}`));
}

/** Numbers are copied rather than spelt, and one edit of two letters is another word. */
function mayBeMistyped(word: string): boolean {
  return word.length >= 3 && !/^\p{N}+$/u.test(word);
}

function hasNearPrefixes(text: string, words: readonly string[]): boolean {
  return words.every((word) => {
    if (!mayBeMistyped(word)) return text.startsWith(word) || text.includes(` ${word}`);
    for (let start = 0; start >= 0 && start < text.length; start = text.indexOf(" ", start) + 1 || -1) {
      if (nearPrefix(word, text, start)) return true;
    }
    return false;
  });
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

/** Finds in the client's own name first (it opens the folded text), then whoever was or will be here latest, then by name. */
function ranked<E extends Searchable>(found: readonly E[], words: readonly string[]): E[] {
  const first = words[0] ?? "";
  return found
    .map((entry, order) => ({ entry, order, place: place(entry, first), seen: entry.next || entry.last }))
    .sort((a, b) => a.place - b.place || compare(b.seen, a.seen) || a.order - b.order)
    .map(({ entry }) => entry);
}

function place(entry: Searchable, word: string): number {
  if (entry.fold.startsWith(word)) return 0;
  const at = entry.fold.indexOf(` ${word}`);
  return at >= 0 && at < entry.name.length ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
