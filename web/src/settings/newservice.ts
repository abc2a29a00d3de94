/** Services that are made: by name, or like one that is there. */
import { newId } from "../../../sync/ids.ts";
import type { Edit, Row } from "../../../sync/replica.ts";
import { live } from "../business";
import { change } from "../forms/change";
import { go } from "../router";
import { t } from "../words";
import { nextColor } from "./colors";
import { labelStep } from "./servicelabel";

/** Makes a service with its label, an hour long until somebody says otherwise, and opens it. */
export function addService(name: string, like: Partial<Row<"service">["cells"]> = {}): void {
  const id = newId();
  const color = like.color ?? nextColor(live("service").map(({ cells }) => cells.color));
  const cells = { minutes: 60, modality: "theirs" as const, bookable: true, ...like, name, color };
  const label = labelStep(id, { name, color });
  const edits: Edit[] = [{ table: "service", id, cells }];
  const undo: Edit[] = [{ table: "service", id, cells: { deleted: true } }];
  if (label) edits.push(label.edit);
  if (label) undo.push(label.undo);
  void change(edits, t("services.added", { name }), undo);
  go(`/settings/services/${id}`);
}

/** Makes a service like another and opens it. */
export function duplicateService(service: Row<"service">): void {
  const kept = Object.entries(service.cells).filter(
    ([cell, value]) => value != null && !["archived", "deleted", "erased"].includes(cell),
  );
  addService(t("services.copy", { name: service.cells.name ?? "" }), Object.fromEntries(kept));
}
