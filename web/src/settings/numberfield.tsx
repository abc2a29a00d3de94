import { useState } from "preact/hooks";
import { TextField } from "../kit";
import { number, t } from "../words";

interface Props {
  label: string;
  /** null: nothing is set. */
  value: number | null | undefined;
  min: number;
  max: number;
  /** May be emptied. */
  optional?: boolean;
  hint?: string;
  onSave: (value: number | null) => unknown;
}

/** A whole number in its own bounds, saved on leaving the field; anything else is told beside it and not kept. */
export function NumberField({ label, value, min, max, optional, hint, onSave }: Props) {
  const [wrong, setWrong] = useState(false);
  const save = (text: string) => {
    const typed = text.trim();
    const whole = typed ? Number(typed) : null;
    const fits = whole === null ? !!optional : Number.isInteger(whole) && whole >= min && whole <= max;
    setWrong(!fits);
    if (fits && whole !== (value ?? null)) return onSave(whole);
  };
  return (
    <TextField
      label={label}
      value={value == null ? "" : String(value)}
      inputMode="numeric"
      hint={hint}
      error={wrong ? t("business.wrong.number", { min: number(min), max: number(max) }) : ""}
      onSave={save}
      onInput={() => wrong && setWrong(false)}
    />
  );
}
