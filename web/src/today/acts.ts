/** What is done at a stop in one tap; each can be taken back from its toast. */
import type { Edit, Stop } from "../../../sync/replica.ts";
import { change } from "../forms/change";
import { t } from "../words";
import { entryOf } from "./entry";

/** The acts that need no more than a tap. */
export type Tap = "confirm" | "start" | "finish" | "missed";

const CELLS: Record<Tap, () => Edit<"booking">["cells"]> = {
  confirm: () => ({ status: "confirmed" }),
  start: () => ({ started: Date.now(), status: "confirmed" }),
  finish: () => ({ status: "completed" }),
  missed: () => ({ status: "no_show" }),
};

/** Writes what an act says of the booking. */
export function act(stop: Stop, what: Tap): void {
  const cells = CELLS[what]();
  const back = Object.fromEntries(Object.keys(cells).map((cell) => [cell, stop[cell as "status" | "started"]]));
  const edit = (values: object) => [{ table: "booking", id: stop.id, cells: values } as Edit];
  void change(edit(cells), t(`today.said.${what}`, { name: entryOf(stop.client)?.name ?? "" }), edit(back));
}
