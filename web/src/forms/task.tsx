import { useState } from "preact/hooks";
import { type Row, replica } from "../../../sync/replica";
import type { Due } from "../../../sync/tables.gen";
import { live, nameOf, zone } from "../business";
import { Choice, TextField } from "../kit";
import { t } from "../words";
import { changed, create, remove, update } from "./change";
import { DueChips } from "./duechips";
import { translated } from "./localtime";
import { WrittenForm } from "./written";

interface Props {
  /** Whose card a new task stands on; none for the business's own. */
  client?: string;
  /** The task to change; a new one without it. */
  task?: Row<"task">;
  onClose: () => void;
}

/** Writes down what is to be done, by whom and until when, or changes it. */
export function TaskForm({ client, task, onClose }: Props) {
  const [before, at = ""] = dueOn(task?.cells.due);
  const [assignee, setAssignee] = useState(task ? (task.cells.assignee ?? "") : (replica.me.value?.member ?? ""));
  const [date, setDate] = useState(before);
  const [clock, setClock] = useState(at);
  const save = (description: string) => {
    const same = date === before && clock === at && task?.cells.due;
    const due: Due | null = same || (date ? { date, ...(clock ? { time: clock } : {}), zone: zone.value } : null);
    const cells = { description, assignee: assignee || null, due };
    if (task) void update(task, changed(task, cells), t("forms.task_saved"));
    else create("task", { ...(client ? { client } : {}), ...cells }, t("forms.task_added"));
  };
  return (
    <WrittenForm
      title={t(task ? "forms.task_edit" : "forms.task_new")}
      label={t("forms.task_what")}
      text={task?.cells.description ?? ""}
      empty={t("forms.task_empty")}
      onSave={save}
      onDelete={task && (() => void remove([{ table: "task", id: task.id }], t("forms.task_deleted")))}
      onClose={onClose}
    >
      <Choice
        label={t("forms.task_who")}
        value={assignee}
        onChange={setAssignee}
        options={[
          { value: "", label: t("forms.task_nobody") },
          ...live("member").map(({ id }) => ({ value: id, label: nameOf("member", id) })),
        ]}
      />
      <DueChips date={date} onChange={setDate} />
      <div class="fields">
        <TextField label={t("forms.task_due")} type="date" value={date} onInput={setDate} />
        {date && <TextField label={t("forms.task_time")} type="time" value={clock} onInput={setClock} />}
      </div>
    </WrittenForm>
  );
}

/** Day and time of a due on the business's clock. */
function dueOn(due: Due | null | undefined): [string, string?] {
  if (!due?.date || !due.time) return [due?.date ?? ""];
  return translated(`${due.date}T${due.time}`, due.zone || zone.value, zone.value).split("T") as [string, string];
}
