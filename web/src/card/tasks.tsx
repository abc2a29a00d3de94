import { useState } from "preact/hooks";
import type { Card } from "../../../sync/replica";
import { TaskForm } from "../forms/task";
import { Button, Empty } from "../kit";
import { TaskGroups } from "../tasks/groupslist";
import { t } from "../words";

/** What is to be done for a client, what presses first, and what was done. */
export function TasksTab({ card }: { card: Card }) {
  const [adding, setAdding] = useState(false);
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
      <TaskGroups tasks={card.tasks} onCard />
      {adding && <TaskForm client={card.client.id} onClose={() => setAdding(false)} />}
    </>
  );
}
