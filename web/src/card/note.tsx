import { useState } from "preact/hooks";
import type { Card, Row } from "../../../sync/replica";
import { whenOf } from "../bookings/about";
import { Waiting } from "../clients/waiting";
import { remove, update } from "../forms/change";
import { NoteForm } from "../forms/note";
import { Chip, IconButton } from "../kit";
import { t } from "../words";

/** A note with its kind and who may read it; it is pinned, edited and deleted here. */
export function NoteLine({ note, card }: { note: Row<"note">; card: Card }) {
  const [editing, setEditing] = useState(false);
  const { body, kind, visibility, pinned, booking, pet } = note.cells;
  const about = [
    card.bookings.filter((each) => each.id === booking).map((each) => whenOf(each, "date"))[0],
    card.pets.find((each) => each.id === pet)?.cells.name,
  ].filter(Boolean);
  return (
    <li class="note-line">
      <span class="row">
        <Chip>{t(`card.note.${kind ?? "general"}`)}</Chip>
        <Chip tone={visibility === "shared" ? "accent" : undefined}>
          {t(`card.note.${visibility === "shared" ? "shared" : "private"}`)}
        </Chip>
        <Waiting row={note} />
      </span>
      <span class="note-acts">
        <IconButton
          icon="pin"
          label={t("card.note.pin")}
          pressed={pinned === true}
          onClick={() =>
            void update(note, { pinned: !pinned }, t(pinned ? "card.note.unpinned" : "card.note.now_pinned"))
          }
        />
        <IconButton icon="edit" label={t("card.note.edit")} onClick={() => setEditing(true)} />
        <IconButton
          icon="delete"
          label={t("card.note.delete")}
          onClick={() => void remove([{ table: "note", id: note.id }], t("card.note.deleted"))}
        />
      </span>
      {about.length > 0 && <p class="quiet">{about.join(" · ")}</p>}
      <p class="body">{body}</p>
      {editing && <NoteForm client={card.client.id} note={note} onClose={() => setEditing(false)} />}
    </li>
  );
}
