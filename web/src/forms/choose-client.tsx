import { useState } from "preact/hooks";
import { type Entry, replica } from "../../../sync/replica";
import { ClientLine } from "../clients/line";
import { search } from "../clients/search";
import { Button, TextField } from "../kit";
import { t } from "../words";
import { NewClient } from "./client";

const SHOWN = 6;

/** Whose booking it is: found by a few letters, or made on the spot. */
export function ChooseClient({ onChoose }: { onChoose: (client: string) => void }) {
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const entries = text.trim() ? search(replica.directory.value, text) : recent(replica.directory.value);
  return (
    <>
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
      <Button wide icon="newClient" onClick={() => setAdding(true)}>
        {text.trim() ? t("clients.new_named", { name: text.trim() }) : t("clients.new")}
      </Button>
      {adding && (
        <NewClient
          name={text}
          onClose={(id) => {
            setAdding(false);
            if (id) onChoose(id);
          }}
        />
      )}
    </>
  );
}

/** Nothing typed: those who were here last, who come back first. */
function recent(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => (a.last < b.last ? 1 : -1));
}
