import "./attention.css";
import { replica } from "../../../sync/replica.ts";
import { Empty, Page } from "../kit";
import { t } from "../words";
import { ConflictCard } from "./conflict";
import { Overlaps } from "./overlaps";
import { RefusedCard } from "./refused";

/** What only a person can settle: edits that were refused, values that were overwritten, bookings that overlap. */
export default function Attention() {
  const refused = replica.refused.value;
  const conflicts = [...replica.table("conflict").value.values()]
    .filter((row) => row.cells.resolved == null)
    .sort((a, b) => (b.cells.at ?? 0) - (a.cells.at ?? 0));
  const nothing = refused.length + conflicts.length === 0;
  return (
    <Page title={t("attention.title")} back="/more">
      {nothing && <Empty icon="done" title={t("attention.clear")} body={t("attention.clear.body")} />}
      {refused.length > 0 && (
        <section class="stack">
          <h2>{t("attention.refused")}</h2>
          <p class="quiet">{t("attention.refused.body")}</p>
          {refused.map((refusal) => (
            <RefusedCard key={refusal.key} refusal={refusal} />
          ))}
        </section>
      )}
      {conflicts.length > 0 && (
        <section class="stack">
          <h2>{t("attention.overwritten")}</h2>
          <p class="quiet">{t("attention.overwritten.body")}</p>
          {conflicts.map((row) => (
            <ConflictCard key={row.id} conflict={row} />
          ))}
        </section>
      )}
      <Overlaps />
    </Page>
  );
}
