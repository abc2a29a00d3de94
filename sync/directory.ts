/** The directory: for each client what lists, search and Today need, worked out once from the client's rows. */

/** One client of the directory. */
export interface Entry {
  id: string;
  name: string;
  initials: string;
  /** `lead`, `active`, `inactive` or "". */
  status: string;
  phones: string[];
  emails: string[];
  city: string;
  pets: { id: string; name: string; codes: string[]; breed: string }[];
  /** Ids of labels. */
  labels: string[];
  /** The pinned note's text, or "". */
  alert: string;
  /** What the client owes, in minor units of the business's currency; negative is credit. */
  owed: number;
  /** Local start of the next booking, `2026-11-21T09:30`, or "". */
  next: string;
  /** Local start of the last booking that was not cancelled, or "". */
  last: string;
  /** Folded words that search looks through. */
  fold: string;
  /** The phones' digits, one space apart. */
  digits: string;
  /** Has edits that are not on the server yet. */
  waiting: boolean;
}
