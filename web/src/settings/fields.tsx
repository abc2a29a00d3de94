import { newId } from "../../../sync/ids.ts";
import { type Edit, type Row, replica } from "../../../sync/replica.ts";
import { FIELD_ON, type FieldOn } from "../../../sync/tables.gen";
import { live, withPets } from "../business";
import { change } from "../forms/change";
import { go } from "../router";
import { n, t } from "../words";
import { Add, Catalogue } from "./catalogue";
import { Field } from "./field";
import { typeOf } from "./fieldtypes";
import { inOrder, lastOrder, moved } from "./order";

const placed = (rows: readonly Row<"field">[]) => rows.map((row) => ({ ...row, order: row.cells.order }));

/** What the business asks beyond the usual: of clients, of pets, of bookings, each in its own order. */
export function Fields({ id }: { id?: string }) {
  if (id) return <Field id={id} />;
  return (
    <div class="stack">
      <p class="quiet">{t("fields.body")}</p>
      {FIELD_ON.filter((on) => on !== "pet" || withPets.value).map((on) => (
        <FieldsOn key={on} on={on} />
      ))}
    </div>
  );
}

/** The label of a field, "" when it is not here. */
export const fieldName = (id: string): string => replica.table("field").value.get(id)?.cells.label ?? "";

function FieldsOn({ on }: { on: FieldOn }) {
  const all = inOrder(placed(live("field").filter(({ cells }) => cells.on === on)));
  const used = all.filter(({ cells }) => !cells.retired);
  const retired = all.filter(({ cells }) => cells.retired);
  const entry = (field: Row<"field">) => ({
    id: field.id,
    to: `/settings/fields/${field.id}`,
    name: field.cells.label ?? "",
    more: [t(`fields.type.${typeOf(field)}`), field.cells.required && t("fields.required")].filter(Boolean).join(" · "),
    waiting: field.waiting,
  });
  const move = (id: string, step: -1 | 1) => {
    const orders = moved(used, id, step);
    const edits = orders.map(({ id, order }): Edit => ({ table: "field", id, cells: { order } }));
    const before = new Map(used.map((row) => [row.id, row.order ?? null]));
    const undo = orders.map(({ id }): Edit => ({ table: "field", id, cells: { order: before.get(id) ?? null } }));
    const name = used.find((row) => row.id === id)?.cells.label ?? "";
    const place = used.findIndex((row) => row.id === id) + 1 + step;
    if (edits.length > 0) void change(edits, t("fields.moved", { name, place, count: used.length }), undo);
  };
  return (
    <section class="catalogue-group">
      <h2>{t(`fields.on.${on}`)}</h2>
      {used.length > 0 ? (
        <Catalogue label={t(`fields.on.${on}`)} entries={used.map(entry)} onMove={move} />
      ) : (
        <p class="quiet">{t(`fields.none.${on}`)}</p>
      )}
      <Add label={t(`fields.new.${on}`)} onAdd={(label) => addField(on, label, lastOrder(all))} />
      {retired.length > 0 && (
        <details class="settings-fold">
          <summary>{n("fields.retired", retired.length)}</summary>
          <Catalogue label={t("fields.retired.title")} entries={retired.map(entry)} />
        </details>
      )}
    </section>
  );
}

/** Makes a field of plain text, asked by the form that makes what it stands on, and opens it. */
function addField(on: FieldOn, label: string, order: number): void {
  const id = newId();
  const cells = { on, label, type: "text", order };
  void change([{ table: "field", id, cells }], t("fields.added", { name: label }), [
    { table: "field", id, cells: { deleted: true } },
  ]);
  go(`/settings/fields/${id}`);
}
