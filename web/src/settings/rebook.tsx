import { useState } from "preact/hooks";
import { Choice } from "../kit";
import { n, t } from "../words";
import { NumberField } from "./numberfield";

/** The longest that may be stored, in days. */
const LONGEST = 3650;

const UNITS = { weeks: 7, days: 1 } as const;
type Unit = keyof typeof UNITS;

/** After how long the next visit is due, in weeks or days as a person counts; empty where none is. */
export function Rebook({
  days,
  onSave,
}: {
  days: number | null | undefined;
  onSave: (days: number | null) => unknown;
}) {
  const [unit, setUnit] = useState<Unit>(days && days % 7 ? "days" : "weeks");
  const fits = !days || days % UNITS[unit] === 0;
  const shown: Unit = fits ? unit : "days";
  const count = days ? days / UNITS[shown] : null;
  return (
    <div class="settings-pair">
      <NumberField
        label={t("services.rebook")}
        value={count}
        min={1}
        max={Math.floor(LONGEST / UNITS[shown])}
        optional
        hint={count ? n(`services.rebook.${shown}`, count) : t("services.rebook.none")}
        onSave={(value) => onSave(value && value * UNITS[shown])}
      />
      <Choice
        segments
        label={t("services.rebook.unit")}
        value={shown}
        options={(["weeks", "days"] as const).map((value) => ({ value, label: t(`services.unit.${value}`) }))}
        onChange={(next) => {
          setUnit(next);
          if (count && count * UNITS[next] <= LONGEST) void onSave(count * UNITS[next]);
        }}
      />
    </div>
  );
}
