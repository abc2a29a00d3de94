/** What a custom field may hold, as it is stored and as it is read. Pure. */
import type { Row } from "../../../sync/replica.ts";

export const FIELD_TYPES = [
  "text",
  "long_text",
  "number",
  "date",
  "url",
  "email",
  "phone",
  "choice",
  "yes_no",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** The type of a field; text where it says none or one that this version does not know. */
export const typeOf = (field: Row<"field">): FieldType =>
  FIELD_TYPES.find((type) => type === field.cells.type) ?? "text";

/** The forms that can ask a field of each kind of thing. */
export const ASKED_BY = { client: ["client"], pet: ["client"], booking: ["booking"] } as const;
