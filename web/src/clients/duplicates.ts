/** Clients that a new one may already be: the same phone, the same email, or a name that is nearly the same. */
import { digits, fold } from "../../../sync/fold.ts";
import type { Entry } from "../../../sync/replica.ts";
import { nearPrefix } from "./search.ts";

/** What a duplicate is recognised by. */
export type Known = Pick<Entry, "id" | "name" | "phones" | "emails">;

/** Numbers are written with and without their country: equal when this many last digits are. */
const TAIL = 9;

/** What a person has typed so far. */
export interface Typed {
  name: string;
  phone: string;
  email: string;
}

/** Up to `limit` clients that are likely the one typed, those with the same phone or email first. */
export function duplicates<E extends Known>(entries: readonly E[], typed: Typed, limit = 3): E[] {
  const phone = tail(typed.phone);
  const email = typed.email.trim().toLowerCase();
  const name = fold(typed.name);
  const same: E[] = [];
  const similar: E[] = [];
  for (const entry of entries) {
    if (phone && entry.phones.some((each) => tail(each) === phone)) same.push(entry);
    else if (email && entry.emails.some((each) => each.toLowerCase() === email)) same.push(entry);
    else if (similar.length < limit && similarNames(name, fold(entry.name))) similar.push(entry);
  }
  return [...same, ...similar].slice(0, limit);
}

/** The digits that tell a phone from another, "" while too few are typed. */
function tail(phone: string): string {
  const all = digits(phone);
  return all.length >= TAIL - 2 ? all.slice(-TAIL) : "";
}

/** Whether two folded names have the same words up to one edit in each, in any order; one word alone is no name. */
export function similarNames(a: string, b: string): boolean {
  if (a === b) return a !== "";
  const mine = a.split(" ");
  const theirs = b.split(" ");
  if (mine.length !== theirs.length || mine.length < 2) return false;
  return mine.every((word) => {
    const at = theirs.findIndex((other) => nearWord(word, other));
    if (at >= 0) theirs.splice(at, 1);
    return at >= 0;
  });
}

function nearWord(a: string, b: string): boolean {
  return a === b || (Math.abs(a.length - b.length) <= 1 && (nearPrefix(a, b) || nearPrefix(b, a)));
}
