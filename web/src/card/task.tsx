import { useState } from "preact/hooks";
import type { Row } from "../../../sync/replica";
import { nameOf, today } from "../business";
import { Waiting } from "../clients/waiting";
import { update } from "../forms/change";
import { TaskForm } from "../forms/task";
import { IconButton } from "../kit";
import { day, t, time } from "../words";

/** A task with its tick, due day and assignee; red once it is overdue, in words too. */
export function TaskLine({ task }: { task: Row<"task"> }) {
  const [editing, setEditing] = useState(false);
  const { description, assignee, due, done } = task.cells;
  const overdue = !done && !!due?.date && due.date < today();
  const when = due?.date ? [day(due.date), due.time && time(`${due.date}T${due.time}`)].filter(Boolean).join(", ") : "";
  const more = [nameOf("member", assignee), when && t(overdue ? "card.task.overdue" : "card.task.due", { when })];
  const tick = () =>
    void update(task, { done: done ? null : Date.now() }, t(done ? "card.task.reopened" : "card.task.now_done"));
  return (
    <li class="line-of-card">
      <input
        type="checkbox"
        checked={!!done}
        aria-label={t("card.task.done", { task: description ?? "" })}
        onChange={tick}
      />
      <div class="grow">
        <span class={done ? "body quiet" : "body"}>
          {done ? <s>{description}</s> : description} <Waiting row={task} />
        </span>
        <span class={overdue ? "owed" : "quiet"}>{more.filter(Boolean).join(" · ")}</span>
      </div>
      <IconButton icon="edit" label={t("card.task.edit")} onClick={() => setEditing(true)} />
      {editing && <TaskForm task={task} onClose={() => setEditing(false)} />}
    </li>
  );
}
