import { computed } from "@preact/signals";
import { live, myself, today } from "../business";

/** How many tasks of this person are overdue or due today: the figure at *Tasks* in the frame. */
export const pressing = computed<number>(
  () =>
    live("task").filter(
      ({ cells: { assignee, done, due } }) =>
        assignee === myself.value?.id && !done && due?.date && due.date <= today(),
    ).length,
);
