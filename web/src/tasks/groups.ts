/** Tasks in the order in which they press. Pure: the moment comes from outside. */
import type { Row } from "../../../sync/replica.ts";
import { translated } from "../forms/localtime.ts";

export type Task = Row<"task">;
export const GROUPS = ["overdue", "today", "later", "someday", "done"] as const;
export type Group = (typeof GROUPS)[number];

/** As many done tasks as anybody looks back at. */
const DONE_SHOWN = 30;

/** When a task is due on the clock of `zone`: a day, with its time where it has one; "" without a day. */
export function dueAt({ cells: { due } }: Task, zone: string): string {
  if (!due?.date) return "";
  return due.time ? translated(`${due.date}T${due.time}`, due.zone || zone, zone) : due.date;
}

/** Where a task stands at the local time `now` of `zone`: one with a time presses until that, any other all its day. */
export function groupOf(task: Task, now: string, zone: string): Group {
  if (task.cells.done) return "done";
  const due = dueAt(task, zone);
  if (!due) return "someday";
  if (due < now.slice(0, due.length)) return "overdue";
  return due.slice(0, 10) === now.slice(0, 10) ? "today" : "later";
}

/** Tasks by group, each by when they are due; those done by when they were, the latest first. */
export function grouped(tasks: readonly Task[], now: string, zone: string): Map<Group, Task[]> {
  const groups = new Map<Group, Task[]>(GROUPS.map((group) => [group, []]));
  for (const task of tasks) groups.get(groupOf(task, now, zone))?.push(task);
  const keys = new Map(tasks.map((task) => [task, `${dueAt(task, zone).padEnd(16, "~")} ${task.id}`]));
  const key = (task: Task) => keys.get(task) ?? "";
  for (const [group, list] of groups) {
    if (group === "done") list.sort((a, b) => (b.cells.done ?? 0) - (a.cells.done ?? 0)).splice(DONE_SHOWN);
    else list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
  return groups;
}
