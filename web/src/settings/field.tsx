import { type Edit, replica } from "../../../sync/replica.ts";
import { CellField } from "../card/cell";
import { update } from "../forms/change";
import { Button, Check, Choice } from "../kit";
import { t } from "../words";
import { Gone } from "./catalogue";
import { Choices } from "./choices";
import { ASKED_BY, FIELD_TYPES, typeOf } from "./fieldtypes";

/** One custom field: its label, what it holds, who asks it, and whether it is in use. */
export function Field({ id }: { id: string }) {
  const field = replica.table("field").value.get(id);
  if (!field || field.hidden) return <Gone />;
  const { cells } = field;
  const type = typeOf(field);
  const name = cells.label ?? "";
  const on = cells.on ?? "client";
  const save = (wanted: Edit<"field">["cells"], said: string) =>
    update(field, wanted, t("card.saved", { field: said }));
  return (
    <div class="stack">
      {cells.retired && <p class="quiet">{t("fields.retired.body")}</p>}
      <section class="paper stack">
        <CellField row={field} cell="label" label={t("fields.label")} required />
        <div class="field">
          <Choice
            label={t("fields.type")}
            value={type}
            options={FIELD_TYPES.map((value) => ({ value, label: t(`fields.type.${value}`) }))}
            onChange={(type) => void save({ type }, t("fields.type"))}
          />
          <p class="field-hint">{t("fields.type.hint")}</p>
        </div>
        {type === "choice" && (
          <Choices
            choices={(cells.choices ?? []).map(String)}
            onSave={(choices) => void save({ choices }, t("fields.choices"))}
          />
        )}
      </section>
      <section class="paper">
        {ASKED_BY[on].map((form) => (
          <Check
            key={form}
            checked={cells[`asked_by.${form}`] === true}
            onChange={(asks) => void save({ [`asked_by.${form}`]: asks || null }, name)}
          >
            {t(`fields.asked.${form}`)}
          </Check>
        ))}
        <Check checked={cells.required === true} onChange={(required) => void save({ required }, name)}>
          {t("fields.required.check")}
        </Check>
      </section>
      <div class="settings-foot">
        {cells.retired ? (
          <Button icon="undo" onClick={() => void update(field, { retired: null }, t("fields.back.done", { name }))}>
            {t("fields.back")}
          </Button>
        ) : (
          <Button
            icon="archive"
            onClick={() => void update(field, { retired: true }, t("fields.retire.done", { name }))}
          >
            {t("fields.retire")}
          </Button>
        )}
      </div>
    </div>
  );
}
