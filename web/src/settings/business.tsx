import { useState } from "preact/hooks";
import { type Edit, type Row, replica } from "../../../sync/replica.ts";
import { business, currency, live, weekStart, zone } from "../business";
import { CellField } from "../card/cell";
import { update } from "../forms/change";
import { Check, Choice, Confirm } from "../kit";
import { has, LANGUAGES, t } from "../words";
import { CurrencyChoice } from "./currencychoice";
import { Hours, weekdayName } from "./hours";
import { NumberField } from "./numberfield";
import { ZoneChoice } from "./zonechoice";

/** The days that weeks start on somewhere: Monday, Saturday, Sunday. */
const STARTS = [1, 6, 7];

/** The business's own facts, each saved when it is left, and its opening hours. */
export function Business() {
  const row = business.value;
  if (!row) return null;
  const { cells } = row;
  const save = (change: Edit<"business">["cells"], field: string) => update(row, change, t("card.saved", { field }));
  const language = cells.locale ?? "en";
  return (
    <div class="stack">
      <section class="paper stack">
        <CellField row={row} cell="name" label={t("business.name")} required />
        <div class="settings-pair">
          <ZoneChoice value={zone.value} onChange={(value) => void save({ zone: value }, t("business.zone"))} />
          <Currency row={row} />
          <LanguageChoice value={language} onChange={(value) => void save({ locale: value }, t("business.locale"))} />
          <Choice
            label={t("business.week-start")}
            value={String(weekStart())}
            options={STARTS.map((value) => ({ value: String(value), label: weekdayName(value) }))}
            onChange={(value) => void save({ week_start: Number(value) }, t("business.week-start"))}
          />
          <NumberField
            label={t("business.overdue")}
            value={cells.overdue_days}
            min={0}
            max={3650}
            optional
            hint={t("business.overdue.hint")}
            onSave={(days) => save({ overdue_days: days }, t("business.overdue"))}
          />
        </div>
        <div>
          <Check checked={cells.pets !== false} onChange={(pets) => void save({ pets }, t("business.pets"))}>
            {t("business.pets")}
          </Check>
          <p class="field-hint">{t("business.pets.hint")}</p>
        </div>
      </section>
      <section class="paper stack">
        <Hours
          label={t("business.hours")}
          value={cells.hours}
          onSave={(hours) => save({ hours }, t("business.hours"))}
        />
      </section>
    </div>
  );
}

/** The language that clients are written to in. */
export function LanguageChoice({ value, onChange }: { value: string; onChange: (language: string) => void }) {
  const known = (LANGUAGES as readonly string[]).includes(value) ? LANGUAGES : [value, ...LANGUAGES];
  return (
    <Choice
      label={t("business.locale")}
      value={value}
      options={known.map((each) => ({ value: each, label: has(`language.${each}`) ? t(`language.${each}`) : each }))}
      onChange={onChange}
    />
  );
}

/** Where money has been written down, another currency is asked about first: what is written keeps the old one. */
function Currency({ row }: { row: Row<"business"> }) {
  const [wanted, setWanted] = useState("");
  const change = (value: string) =>
    void update(row, { currency: value }, t("card.saved", { field: t("business.currency") }));
  const now = currency.value;
  const used = () =>
    live("service").some(({ cells }) => cells.price) ||
    replica.directory.value.some(({ last, next, owed }) => last || next || owed);
  return (
    <>
      <CurrencyChoice value={now} onChange={(value) => (used() ? setWanted(value) : change(value))} />
      {wanted && (
        <Confirm
          title={t("business.currency.change", { currency: wanted })}
          body={t("business.currency.body", { now, wanted })}
          action={t("business.currency.do", { currency: wanted })}
          onConfirm={() => change(wanted)}
          onClose={() => setWanted("")}
        />
      )}
    </>
  );
}
