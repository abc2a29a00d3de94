import { useState } from "preact/hooks";
import type { Card, Row } from "../../../sync/replica";
import { TaskForm } from "../forms/task";
import { Button, Empty } from "../kit";
import { t } from "../words";
import { TaskLine } from "./task";

/** What is to be done for a client, by due day, and what was done. */
export function TasksTab({ card }: { card: Card }) {
  const [adding, setAdding] = useState(false);
  const open = card.tasks.filter((task) => !task.cells.done).sort((a, b) => (dueKey(a) < dueKey(b) ? -1 : 1));
  const done = card.tasks.filter((task) => task.cells.done).sort((a, b) => (b.cells.done ?? 0) - (a.cells.done ?? 0));
  const add = (
    <Button kind="primary" icon="new" onClick={() => setAdding(true)}>
      {t("card.new_task")}
    </Button>
  );
  return (
    <>
      {card.tasks.length === 0 ? (
        <Empty icon="tasks" title={t("card.no_tasks")} body={t("card.no_tasks_more")} action={add} />
      ) : (
        <div class="row">{add}</div>
      )}
      {open.length > 0 && (
        <section>
          <h2>{t("card.open_tasks")}</h2>
          <Lines tasks={open} />
        </section>
      )}
      {done.length > 0 && (
        <section>
          <h2>{t("card.done_tasks")}</h2>
          <Lines tasks={done} />
        </section>
      )}
      {adding && <TaskForm client={card.client.id} onClose={() => setAdding(false)} />}
    </>
  );
}

function Lines({ tasks }: { tasks: Row<"task">[] }) {
  return (
    <ul class="paper card-lines">
      {tasks.map((task) => (
        <TaskLine key={task.id} task={task} />
      ))}
    </ul>
  );
}

/** Sorts by due day and time, those without one last. */
function dueKey(task: Row<"task">): string {
  const { due } = task.cells;
  return due?.date ? `${due.date} ${due.time ?? "99"}` : "9999";
}
