/** What a custom field may hold, as it is stored and as it is read, and which forms can ask it. Pure. */
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

/** The type of a field. Other programs write it in their own way: what is not understood is text. */
export function typeOf(field: Row<"field">): FieldType {
  const said = (field.cells.type ?? "").toLowerCase();
  if (/^(yes|bool|check)/.test(said)) return "yes_no";
  if (said.startsWith("long")) return "long_text";
  return FIELD_TYPES.find((type) => type === said) ?? "text";
}

/** The forms that can ask a field of each kind of thing: that which adds a client with a pet, and that which books. */
export const ASKED_BY = { client: ["client"], pet: ["client"], booking: ["booking"] } as const;
