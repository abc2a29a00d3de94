/** The label of a service, which the app keeps by itself: whoever books the service bears it, and it goes by its name. */
import { uuid5 } from "../../../sync/ids.ts";
import { type Edit, inverse, type Row } from "../../../sync/replica.ts";
import { labelOf } from "../bookings/acts";

/** An edit with the one that takes it back. */
export interface Step {
  edit: Edit;
  undo: Edit;
}

/** What keeps the label of a service in step with its name and colour. Two phones that make it make the same row. */
export function labelStep(service: string, cells: { name?: string | null; color?: string | null }): Step {
  const label = labelOf(service);
  const id = label?.id ?? uuid5(service, "label");
  const wanted: Edit<"label">["cells"] = label ? {} : { service };
  if (cells.name !== undefined) wanted.name = cells.name;
  if (cells.color !== undefined) wanted.color = cells.color;
  const undo = label
    ? inverse(label as Row<"label">, wanted)
    : { table: "label" as const, id, cells: { deleted: true } };
  return { edit: { table: "label", id, cells: wanted }, undo: undo as Edit };
}
