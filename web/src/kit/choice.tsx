import "./field.css";
import { useId } from "preact/hooks";
import { Icon } from "./icon";

interface Props<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  /** Few short options side by side instead of the system's list. */
  segments?: boolean;
  /** The label is read aloud only. */
  bare?: boolean;
}

/** One of several: the system's own list, which every thumb knows, or segments. */
export function Choice<V extends string>({ label, value, options, onChange, segments, bare }: Props<V>) {
  const id = useId();
  if (segments) {
    return (
      <fieldset class="field">
        <legend class={bare ? "unseen" : undefined}>{label}</legend>
        <div class="segments">
          {options.map((option) => (
            <label key={option.value}>
              <input
                class="unseen"
                type="radio"
                name={id}
                checked={option.value === value}
                onChange={() => onChange(option.value)}
              />
              {option.label}
            </label>
          ))}
        </div>
      </fieldset>
    );
  }
  return (
    <div class="field">
      <label for={id} class={bare ? "unseen" : undefined}>
        {label}
      </label>
      <span class="select">
        <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as V)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </div>
  );
}
