import { useState } from "preact/hooks";
import type { Card } from "../../../sync/replica";
import { NoteForm } from "../forms/note";
import { Button, Empty } from "../kit";
import { t } from "../words";
import { NoteLine } from "./note";

/** Every note on a client, pinned ones first, then the latest. */
export function NotesTab({ card }: { card: Card }) {
  const [adding, setAdding] = useState(false);
  const notes = [...card.notes].sort(
    (a, b) => Number(b.cells.pinned === true) - Number(a.cells.pinned === true) || (a.id < b.id ? 1 : -1),
  );
  const add = (
    <Button kind="primary" icon="note" onClick={() => setAdding(true)}>
      {t("card.add_note")}
    </Button>
  );
  return (
    <>
      {notes.length === 0 ? (
        <Empty icon="note" title={t("card.no_notes")} body={t("card.no_notes_more")} action={add} />
      ) : (
        <>
          <div class="row">{add}</div>
          <ul class="paper card-lines">
            {notes.map((note) => (
              <NoteLine key={note.id} note={note} card={card} />
            ))}
          </ul>
        </>
      )}
      {adding && <NoteForm client={card.client.id} onClose={() => setAdding(false)} />}
    </>
  );
}
