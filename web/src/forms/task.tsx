import { useState } from "preact/hooks";
import { type Row, replica } from "../../../sync/replica";
import type { Due } from "../../../sync/tables.gen";
import { live, nameOf, today, zone } from "../business";
import { Button, Choice, Sheet, TextField } from "../kit";
import { t } from "../words";
import { changed, create, remove, update } from "./change";
import { addDays } from "./localtime";

interface Props {
  /** Whose card a new task stands on; none for the business's own. */
  client?: string;
  /** The task to change; a new one without it. */
  task?: Row<"task">;
  onClose: () => void;
}

/** Writes down what is to be done, by whom and until when, or changes it. */
export function TaskForm({ client, task, onClose }: Props) {
  const [description, setDescription] = useState(task?.cells.description ?? "");
  const [assignee, setAssignee] = useState(task ? (task.cells.assignee ?? "") : (replica.me.value?.member ?? ""));
  const [date, setDate] = useState(task?.cells.due?.date ?? "");
  const [clock, setClock] = useState(task?.cells.due?.time ?? "");
  const [error, setError] = useState("");

  const save = () => {
    if (!description.trim()) return setError(t("forms.task_empty"));
    const due: Due | null = date ? { date, ...(clock ? { time: clock } : {}), zone: zone.value } : null;
    const cells = { description: description.trim(), assignee: assignee || null, due };
    if (task) void update(task, changed(task, cells), t("forms.task_saved"));
    else create("task", { ...(client ? { client } : {}), ...cells }, t("forms.task_added"));
    onClose();
  };

  return (
    <Sheet title={t(task ? "forms.task_edit" : "forms.task_new")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={t("forms.task_what")}
          value={description}
          autoFocus
          error={error}
          onInput={(text) => {
            setDescription(text);
            setError("");
          }}
        />
        <Choice
          label={t("forms.task_who")}
          value={assignee}
          onChange={setAssignee}
          options={[
            { value: "", label: t("forms.task_nobody") },
            ...live("member").map(({ id }) => ({ value: id, label: nameOf("member", id) })),
          ]}
        />
        <fieldset class="picks" aria-label={t("forms.task_quick")}>
          {[0, 1, 7].map((days) => {
            const at = addDays(today(), days);
            return (
              <button key={days} type="button" class="pick" aria-pressed={date === at} onClick={() => setDate(at)}>
                {t(`forms.in_${days}`)}
              </button>
            );
          })}
        </fieldset>
        <div class="fields">
          <TextField label={t("forms.task_due")} type="date" value={date} onInput={setDate} />
          {date && <TextField label={t("forms.task_time")} type="time" value={clock} onInput={setClock} />}
        </div>
        <div class="sheet-foot">
          {task && (
            <Button
              kind="danger"
              icon="delete"
              onClick={() => {
                void remove([{ table: "task", id: task.id }], t("forms.task_deleted"));
                onClose();
              }}
            >
              {t("clients.delete")}
            </Button>
          )}
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button kind="primary" type="submit">
            {t("kit.save")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
