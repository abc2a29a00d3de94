import { useState } from "preact/hooks";
import { type Entry, replica } from "../../../sync/replica";
import { ClientLine } from "../clients/line";
import { search } from "../clients/search";
import { Button, Form, TextField } from "../kit";
import { t } from "../words";

const SHOWN = 6;

/** Whose booking it is: found by a few letters, or new, under the name that was typed. */
export function ChooseClient({
  onChoose,
  onNew,
}: {
  onChoose: (client: string) => void;
  onNew: (name: string) => void;
}) {
  const [text, setText] = useState("");
  const entries = text.trim() ? search(replica.directory.value, text) : recent(replica.directory.value);
  return (
    <Form
      onSend={() => {
        const [first] = entries;
        if (text.trim()) first ? onChoose(first.id) : onNew(text.trim());
      }}
    >
      <TextField label={t("forms.client")} type="search" value={text} onInput={setText} autoFocus />
      <ul class="choose-client whole">
        {entries.slice(0, SHOWN).map((entry) => (
          <li key={entry.id}>
            <button type="button" onClick={() => onChoose(entry.id)}>
              <ClientLine entry={entry} />
            </button>
          </li>
        ))}
        {entries.length === 0 && <li class="quiet">{t("clients.not_found")}</li>}
      </ul>
      <Button wide icon="newClient" onClick={() => onNew(text.trim())}>
        {text.trim() ? t("clients.new_named", { name: text.trim() }) : t("clients.new")}
      </Button>
    </Form>
  );
}

/** Nothing typed: those who were here last, who come back first. */
function recent(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => (a.last < b.last ? 1 : -1));
}
