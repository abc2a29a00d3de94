/** The label of a service, which the app keeps by itself: whoever books the service bears it, and it goes by its name. */
import { uuid5 } from "../../../sync/ids.ts";
import { type Edit, inverse } from "../../../sync/replica.ts";
import { labelOf } from "../bookings/acts";
import { changed } from "../forms/change";

/** An edit with the one that takes it back. */
export interface Step {
  edit: Edit;
  undo: Edit;
}

/**
 * What makes the label of a service, under an id that every phone gives it, or keeps it in step with the service's name and
 * colour; undefined where it is in step.
 */
export function labelStep(service: string, cells: { name?: string | null; color?: string | null }): Step | undefined {
  const label = labelOf(service);
  if (!label) {
    const edit = { table: "label", id: uuid5(service, "label") } as const;
    return { edit: { ...edit, cells: { service, ...cells } }, undo: { ...edit, cells: { deleted: true } } };
  }
  const wanted = changed(label, cells);
  if (Object.keys(wanted).length === 0) return undefined;
  return { edit: { table: "label", id: label.id, cells: wanted }, undo: inverse(label, wanted) as Edit };
}
