import { newId } from "../../../sync/ids.ts";
import { byName, live } from "../business";
import { change } from "../forms/change";
import { Empty } from "../kit";
import { n, t } from "../words";
import { Add, Catalogue } from "./catalogue";
import { nextColor } from "./colors";
import { bearers, Label } from "./label";

/** The labels of clients: the person's own, and those that the app keeps, one for each service. */
export function Labels({ id }: { id?: string }) {
  if (id) return <Label id={id} />;
  const all = byName("label");
  const own = all.filter(({ cells }) => !cells.service);
  const kept = all.filter(({ cells }) => cells.service);
  const counts = bearers();
  const entry = (label: (typeof all)[number]) => ({
    id: label.id,
    name: label.cells.name ?? "",
    color: label.cells.color,
    more: n("labels.clients", counts.get(label.id) ?? 0),
    waiting: label.waiting,
    to: label.cells.service ? `/settings/services/${label.cells.service}` : `/settings/labels/${label.id}`,
  });
  return (
    <div class="stack">
      <Add
        label={t("labels.new")}
        wrong={(name) => (all.some(({ cells }) => cells.name === name) ? t("labels.twice") : "")}
        onAdd={addLabel}
      />
      {own.length > 0 ? (
        <Catalogue label={t("labels.own")} entries={own.map(entry)} />
      ) : (
        <Empty icon="label" title={t("labels.none")} body={t("labels.none.body")} />
      )}
      {kept.length > 0 && (
        <section class="catalogue-group">
          <h2>{t("labels.kept")}</h2>
          <p class="quiet">{t("labels.kept.body")}</p>
          <Catalogue label={t("labels.kept")} entries={kept.map(entry)} />
        </section>
      )}
    </div>
  );
}

function addLabel(name: string): void {
  const id = newId();
  const color = nextColor(live("label").map(({ cells }) => cells.color));
  void change([{ table: "label", id, cells: { name, color } }], t("labels.added", { name }), [
    { table: "label", id, cells: { deleted: true } },
  ]);
}
