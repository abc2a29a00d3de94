import "./tasks.css";
import { useState } from "preact/hooks";
import { replica } from "../../../sync/replica";
import { zone } from "../business";
import { create } from "../forms/change";
import { DueChips } from "../forms/duechips";
import { Button, TextField } from "../kit";
import { t } from "../words";

/** Writes a task down in one line: words, Enter; a chip says until when. It is one's own until it is given to another. */
export function QuickTask({ client }: { client?: string }) {
  const [text, setText] = useState("");
  const [date, setDate] = useState("");
  const add = () => {
    const description = text.trim();
    if (!description) return;
    const assignee = replica.me.value?.member;
    const due = date ? { due: { date, zone: zone.value } } : {};
    create(
      "task",
      { ...(client ? { client } : {}), ...(assignee ? { assignee } : {}), description, ...due },
      t("forms.task_added"),
    );
    setText("");
    setDate("");
  };
  return (
    <form
      class="quick-task"
      onSubmit={(event) => {
        event.preventDefault();
        // The field shows what it is given only while the focus is elsewhere.
        const field = event.currentTarget.querySelector("input");
        add();
        if (field) field.value = "";
      }}
    >
      <div class="quick-task-line">
        <TextField label={t("tasks.quick")} value={text} onInput={setText} />
        {text.trim() && (
          <Button kind="primary" type="submit">
            {t("tasks.add")}
          </Button>
        )}
      </div>
      {text.trim() && <DueChips date={date} onChange={setDate} />}
    </form>
  );
}
