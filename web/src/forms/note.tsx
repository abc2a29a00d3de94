import { useState } from "preact/hooks";
import type { Row } from "../../../sync/replica";
import { NOTE_KIND, NOTE_VISIBILITY, type NoteKind, type NoteVisibility } from "../../../sync/tables.gen";
import { Button, Check, Choice, Sheet, TextField } from "../kit";
import { t } from "../words";
import { changed, create, update } from "./change";

interface Props {
  client: string;
  /** The note to change; a new one without it. */
  note?: Row<"note">;
  /** The booking that a new visit note belongs to. */
  booking?: string;
  onClose: () => void;
}

/** Writes a note on a client, or changes one. */
export function NoteForm({ client, note, booking, onClose }: Props) {
  const [body, setBody] = useState(note?.cells.body ?? "");
  const [kind, setKind] = useState<NoteKind>(note?.cells.kind ?? (booking ? "visit" : "general"));
  const [visibility, setVisibility] = useState<NoteVisibility>(note?.cells.visibility ?? "private");
  const [pinned, setPinned] = useState(note?.cells.pinned === true);
  const [error, setError] = useState("");

  const save = () => {
    if (!body.trim()) return setError(t("forms.note_empty"));
    const cells = { body: body.trim(), kind, visibility, pinned: pinned || null };
    if (note) void update(note, changed(note, cells), t("forms.note_saved"));
    else create("note", { client, ...(booking ? { booking } : {}), ...cells }, t("forms.note_added"));
    onClose();
  };

  return (
    <Sheet title={t(note ? "forms.note_edit" : "forms.note_new")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={t("forms.note_body")}
          multiline
          autoFocus
          value={body}
          error={error}
          onInput={(text) => {
            setBody(text);
            setError("");
          }}
        />
        <Choice
          label={t("forms.note_kind")}
          value={kind}
          onChange={setKind}
          options={NOTE_KIND.map((value) => ({ value, label: t(`card.note.${value}`) }))}
        />
        <Choice
          segments
          label={t("forms.note_sight")}
          value={visibility}
          onChange={setVisibility}
          options={NOTE_VISIBILITY.map((value) => ({ value, label: t(`forms.sight.${value}`) }))}
        />
        <Check checked={pinned} onChange={setPinned}>
          {t("forms.note_pin")}
        </Check>
        <div class="sheet-foot">
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button kind="primary" type="submit">
            {t("kit.save")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
