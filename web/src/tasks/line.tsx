import { useSignal } from "@preact/signals";
import { nameOf, nowLocal, zone } from "../business";
import { Waiting } from "../clients/waiting";
import { update } from "../forms/change";
import { TaskForm } from "../forms/task";
import { Link } from "../router";
import { entryOf } from "../today/entry";
import { day, t, time } from "../words";
import { dueAt, type Group, groupOf, type Task } from "./groups";

/** When a task is due, in words. */
function dueWords(task: Task): string {
  const due = dueAt(task, zone.value);
  return due && [day(due), due.length > 10 && time(due)].filter(Boolean).join(", ");
}

/**
 * One task: its tick, its words (a tap opens it), whose card it stands on, who does it and until when. `group` is the
 * heading that it stands under; without one the line itself says that it is overdue.
 */
export function Line({ task, group, onCard }: { task: Task; group?: Group; onCard?: boolean }) {
  const open = useSignal(false);
  const { description, assignee, client, done } = task.cells;
  const words = description || t("tasks.nameless");
  const tick = (ticked: boolean) =>
    void update(task, { done: ticked ? Date.now() : null }, t(ticked ? "tasks.said.done" : "tasks.said.open"));
  const overdue = (group ?? groupOf(task, nowLocal(), zone.value)) === "overdue";
  const when = dueWords(task);
  return (
    <li class="task">
      <label class="task-tick">
        <input type="checkbox" checked={Boolean(done)} onChange={(event) => tick(event.currentTarget.checked)} />
        <span class="unseen">{t("tasks.tick", { task: words })}</span>
      </label>
      <div class="task-words">
        <button type="button" class={done ? "task-open quiet" : "task-open"} onClick={() => (open.value = true)}>
          {done ? <s>{words}</s> : words}
        </button>
        <p class="row quiet">
          {client && !onCard && <Link to={`/clients/${client}`}>{entryOf(client)?.name ?? t("today.unknown")}</Link>}
          {assignee && <span>{nameOf("member", assignee)}</span>}
          {when && (
            <span class={overdue ? "owed" : undefined}>
              {overdue && !group ? t("tasks.overdue_since", { when }) : when}
            </span>
          )}
          <Waiting row={task} />
        </p>
      </div>
      {open.value && <TaskForm task={task} onClose={() => (open.value = false)} />}
    </li>
  );
}
