import { useComputed } from "@preact/signals";
import { business, currency, zone } from "../business";
import { update } from "../forms/change";
import { Check, Choice, TextField } from "../kit";
import { LANGUAGES, locale, t } from "../words";
import { Hours, weekdayName, weekStart } from "./hours";

const own = (list: string[], value: string) => (list.includes(value) ? list : [value, ...list]);

/** The section of the settings about the business itself. */
export function Business() {
  return (
    <div class="paper stack">
      <BusinessBasics />
    </div>
  );
}

/** Name, zone, currency and language of the business, each saved when it is left. */
export function BusinessBasics({ short }: { short?: boolean }) {
  const currencies = useComputed(() => {
    const names = new Intl.DisplayNames(locale.value, { type: "currency" });
    return own(Intl.supportedValuesOf("currency"), currency.value).map((value) => ({
      value,
      label: `${value} · ${names.of(value)}`,
    }));
  });
  const row = business.value;
  if (!row) return null;
  const { cells } = row;
  const save = (change: typeof cells) => update(row, change, t("settings.saved"));
  return (
    <>
      <TextField label={t("settings.name")} value={cells.name ?? ""} onSave={(name) => save({ name })} />
      <div class="settings-pair">
        <Choice
          label={t("settings.zone")}
          value={zone.value}
          options={own(Intl.supportedValuesOf("timeZone"), zone.value).map((value) => ({
            value,
            label: value.replaceAll("_", " "),
          }))}
          onChange={(value) => save({ zone: value })}
        />
        <Choice
          label={t("settings.currency")}
          value={currency.value}
          options={currencies.value}
          onChange={(value) => save({ currency: value })}
        />
        <Choice
          label={t("settings.locale")}
          value={cells.locale ?? "en"}
          options={own([...LANGUAGES], cells.locale ?? "en").map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(value) => save({ locale: value })}
        />
        {!short && (
          <Choice
            label={t("settings.week-start")}
            value={String(weekStart())}
            options={[1, 6, 7].map((value) => ({
              value: String(value),
              label: weekdayName(value),
            }))}
            onChange={(value) => save({ week_start: Number(value) })}
          />
        )}
      </div>
      <Check checked={cells.pets !== false} onChange={(pets) => save({ pets })}>
        {t("settings.pets")}
      </Check>
      {!short && <Hours label={t("business.hours")} value={cells.hours} onSave={(hours) => save({ hours })} />}
    </>
  );
}
