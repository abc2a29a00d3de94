/** What booking writes: the booking, its client where they are new, and the service's label on them. */
import { newId } from "../../../sync/ids";
import { type Card, type Edit, inverse } from "../../../sync/replica";
import { labelOf } from "../bookings/acts";
import { newCell } from "../card/newcell";
import { change } from "./change";
import { clientEdits } from "./client";
import type { Fresh } from "./draft";

/** The card of a client who is yet to be made. */
export function cardOf({ id, petId, name, pet }: Fresh): Card {
  const made = { stamps: {}, waiting: true, hidden: false };
  return {
    client: { table: "client", id, cells: { name }, ...made },
    pets: pet.trim() ? [{ table: "pet", id: petId, cells: { client: id, name: pet.trim() }, ...made }] : [],
    bookings: [],
    payments: [],
    notes: [],
    tasks: [],
    owed: 0,
  };
}

/** Writes a booking in one edit with all that comes with it; `said` names it, and *Undo* takes everything back. */
export function book(
  card: Card,
  cells: Edit<"booking">["cells"],
  said: string,
  /** A client to be made, and the street of a client who had no address. */
  { made, street = "" }: { made?: Fresh | null; street?: string },
): void {
  const id = newId();
  const edits: Edit[] = [{ table: "booking", id, cells }];
  const undo: Edit[] = [{ table: "booking", id, cells: { deleted: true } }];
  const label = labelOf(cells.service ?? "");
  const more: Edit<"client">["cells"] = {};
  if (label && !card.client.cells[`labels.${label.id}`]) more[`labels.${label.id}`] = true;
  if (street && !made) more[newCell("addresses")] = { kind: "home", street };
  if (made) {
    const typed = { name: made.name, phone: made.phone, pet: made.pet, email: "", address: street, city: "" };
    const [client, ...pets] = clientEdits(made.id, typed, made.petId);
    edits.unshift({ ...client, cells: { ...client?.cells, ...more } } as Edit, ...pets);
    undo.push({ table: "client", id: made.id, cells: { deleted: true } });
  } else if (Object.keys(more).length > 0) {
    edits.push({ table: "client", id: card.client.id, cells: more });
    undo.push(inverse(card.client, more) as Edit);
  }
  void change(edits, said, undo);
}
