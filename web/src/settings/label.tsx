import { useState } from "preact/hooks";
import { replica } from "../../../sync/replica.ts";
import { CellField } from "../card/cell";
import { remove, update } from "../forms/change";
import { Button, Confirm } from "../kit";
import { go } from "../router";
import { n, t } from "../words";
import { Gone } from "./catalogue";
import { ColorPicks } from "./colors";

/** On how many clients each label stands. */
export function bearers(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { labels } of replica.directory.value) {
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** One label of the person's own: its name, its colour, and its end. */
export function Label({ id }: { id: string }) {
  const [deleting, setDeleting] = useState(false);
  const label = replica.table("label").value.get(id);
  if (!label || label.hidden) return <Gone />;
  const name = label.cells.name ?? "";
  const count = bearers().get(id) ?? 0;
  return (
    <div class="stack">
      <section class="paper stack">
        <CellField row={label} cell="name" label={t("business.name")} required />
        <ColorPicks
          value={label.cells.color}
          onChange={(color) => void update(label, { color }, t("card.saved", { field: t("business.color") }))}
        />
        <p class="quiet">{n("labels.clients", count)}</p>
      </section>
      <div class="settings-foot">
        <Button kind="danger" icon="delete" onClick={() => setDeleting(true)}>
          {t("clients.delete")}
        </Button>
      </div>
      {deleting && (
        <Confirm
          danger
          title={t("labels.delete", { name })}
          body={count ? n("labels.delete.body", count) : t("labels.delete.unused")}
          action={t("clients.delete")}
          onConfirm={() => {
            void remove([{ table: "label", id }], t("labels.deleted", { name }));
            go("/settings/labels", { replace: true });
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </div>
  );
}
