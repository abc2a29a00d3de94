/** Ids of rows. They stand apart from `names.ts`, since nothing makes a row before the first screen is drawn. */
import { v7 } from "uuid";

export { uuid5 } from "./uuid5.ts";

/** A new UUIDv7: ids made on one phone sort by the order in which they were made. */
export function newId(): string {
  return v7();
}
