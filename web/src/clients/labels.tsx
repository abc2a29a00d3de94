import "../kit/pick.css";
import { signal } from "@preact/signals";
import { byName } from "../business";
import { t } from "../words";

/** Ids of the labels that every client of the list must bear. Kept while other screens are visited. */
export const chosen = signal<ReadonlySet<string>>(new Set());

/** The labels of the business as buttons that narrow the list; several together narrow further. */
export function LabelFilter() {
  const labels = byName("label");
  if (labels.length === 0) return null;
  const flip = (id: string) => {
    const next = new Set(chosen.value);
    if (!next.delete(id)) next.add(id);
    chosen.value = next;
  };
  return (
    <fieldset class="clients-labels" aria-label={t("clients.filter")}>
      {labels.map(({ id, cells }) => (
        <button key={id} type="button" class="pick" aria-pressed={chosen.value.has(id)} onClick={() => flip(id)}>
          {cells.color && <span class="dot" style={{ background: cells.color }} />}
          {cells.name}
        </button>
      ))}
    </fieldset>
  );
}
