import { newId } from "../../../sync/ids";

/** The name of a new entry's cell. Keys made later sort later: what was entered first stays first. */
export function newCell<C extends string>(collection: C): `${C}.${string}` {
  return `${collection}.${newId().replaceAll("-", "").slice(0, 18)}`;
}
