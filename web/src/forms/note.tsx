import { useState } from "preact/hooks";
import type { Row } from "../../../sync/replica";
import { NOTE_KIND, NOTE_VISIBILITY, type NoteKind, type NoteVisibility } from "../../../sync/tables.gen";
import { Check, Choice } from "../kit";
import { t } from "../words";
import { changed, create, update } from "./change";
import { WrittenForm } from "./written";

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
  const [kind, setKind] = useState<NoteKind>(note?.cells.kind ?? (booking ? "visit" : "general"));
  const [visibility, setVisibility] = useState<NoteVisibility>(note?.cells.visibility ?? "private");
  const [pinned, setPinned] = useState(note?.cells.pinned === true);
  const save = (body: string) => {
    const cells = { body, kind, visibility, pinned: pinned || null };
    if (note) void update(note, changed(note, cells), t("forms.note_saved"));
    else create("note", { client, ...(booking ? { booking } : {}), ...cells }, t("forms.note_added"));
  };
  return (
    <WrittenForm
      title={t(note ? "forms.note_edit" : "forms.note_new")}
      label={t("forms.note_body")}
      text={note?.cells.body ?? ""}
      empty={t("forms.note_empty")}
      multiline
      onSave={save}
      onClose={onClose}
    >
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
    </WrittenForm>
  );
}
