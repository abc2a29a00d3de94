import "../kit/pick.css";
import "./forms.css";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../words";

/** So many stand side by side however the form begins. */
const UNFOLDED = 2;

export interface Pick {
  value: string;
  label: string;
  /** A second, quieter word, shown with what is chosen: a price, a length. */
  more?: string;
  color?: string;
}

interface Props {
  label: string;
  picks: readonly Pick[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Any number of them instead of one. */
  many?: boolean;
  /** Shows the chosen one only, of many, until another is asked for: the rest of the form comes into sight. */
  folds?: boolean;
  /** What is missing, in words. */
  error?: string;
}

/** Everything there is to choose from, in sight, one tap each: quicker on a phone than a list that must be opened. */
export function Picks({ label, picks, chosen, onChange, many, folds, error }: Props) {
  const id = useId();
  const only = picks.filter(({ value }) => chosen.includes(value));
  const [folded, setFolded] = useState(folds && only.length > 0 && picks.length > UNFOLDED);
  const set = useRef<HTMLFieldSetElement>(null);
  // The button that unfolded it is gone, and the focus with it.
  useEffect(() => {
    if (folds && !folded && !document.activeElement?.closest("form")) {
      set.current?.querySelector<HTMLElement>("input:checked")?.focus();
    }
  }, [folded]);
  const pick = (value: string, on: boolean) => {
    if (!many) onChange([value]);
    else onChange(on ? [...chosen, value] : chosen.filter((each) => each !== value));
  };
  return (
    <fieldset ref={set} class={error ? "field wrong" : "field"} aria-describedby={error ? `${id}-more` : undefined}>
      <legend>{label}</legend>
      <div class="picks">
        {(folded ? only : picks).map(({ value, label, more, color }) => (
          <label key={value} class="pick">
            <input
              class="unseen"
              type={many ? "checkbox" : "radio"}
              name={id}
              checked={chosen.includes(value)}
              onChange={(event) => pick(value, event.currentTarget.checked)}
            />
            {color && <span class="dot" style={{ background: color }} />}
            <span>{label}</span>
            {more && chosen.includes(value) && <span class="quiet figures">{more}</span>}
          </label>
        ))}
        {folded && (
          <button
            type="button"
            class="pick"
            aria-label={t("forms.change_of", { label })}
            onClick={() => setFolded(false)}
          >
            {t("forms.change")}
          </button>
        )}
      </div>
      {error && (
        <p id={`${id}-more`} class="field-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}
