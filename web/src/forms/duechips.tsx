import "../kit/pick.css";
import { today } from "../business";
import { t } from "../words";
import { addDays } from "./localtime";

/** The days that most things are due on, one tap each; a second tap takes the day away. */
export function DueChips({ date, onChange }: { date: string; onChange: (date: string) => void }) {
  return (
    <fieldset class="picks" aria-label={t("forms.task_quick")}>
      {[0, 1, 7].map((days) => {
        const at = addDays(today(), days);
        return (
          <button
            key={days}
            type="button"
            class="pick"
            aria-pressed={date === at}
            onClick={() => onChange(date === at ? "" : at)}
          >
            {t(`forms.in_${days}`)}
          </button>
        );
      })}
    </fieldset>
  );
}
