import "./forms.css";
import { useId } from "preact/hooks";

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
  /** What is missing, in words. */
  error?: string;
}

/** Everything there is to choose from, in sight, one tap each: quicker on a phone than a list that must be opened. */
export function Picks({ label, picks, chosen, onChange, many, error }: Props) {
  const id = useId();
  const pick = (value: string, on: boolean) => {
    if (!many) onChange([value]);
    else onChange(on ? [...chosen, value] : chosen.filter((each) => each !== value));
  };
  return (
    <fieldset class={error ? "field wrong" : "field"} aria-describedby={error ? `${id}-more` : undefined}>
      <legend>{label}</legend>
      <div class="picks">
        {picks.map(({ value, label, more, color }) => (
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
      </div>
      {error && (
        <p id={`${id}-more`} class="field-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}
