/** Tasks in the order in which they press. Pure: the day comes from outside. */
import type { Row } from "../../../sync/replica.ts";

export type Task = Row<"task">;
export const GROUPS = ["overdue", "today", "later", "someday", "done"] as const;
export type Group = (typeof GROUPS)[number];

/** As many done tasks as anybody looks back at. */
const DONE_SHOWN = 30;

/** Where a task stands on the local day `today`. */
export function groupOf({ cells }: Task, today: string): Group {
  if (cells.done) return "done";
  const date = cells.due?.date;
  if (!date) return "someday";
  return date < today ? "overdue" : date === today ? "today" : "later";
}

const dueText = ({ cells }: Task) => `${cells.due?.date ?? ""} ${cells.due?.time ?? "99"}`;

/** Tasks by group, each by when they are due; those done by when they were, the latest first. */
export function grouped(tasks: readonly Task[], today: string): Map<Group, Task[]> {
  const groups = new Map<Group, Task[]>(GROUPS.map((group) => [group, []]));
  for (const task of tasks) groups.get(groupOf(task, today))?.push(task);
  for (const [group, list] of groups) {
    if (group === "done") list.sort((a, b) => (b.cells.done ?? 0) - (a.cells.done ?? 0)).splice(DONE_SHOWN);
    else list.sort((a, b) => (dueText(a) < dueText(b) ? -1 : dueText(a) > dueText(b) ? 1 : a.id < b.id ? -1 : 1));
  }
  return groups;
}
