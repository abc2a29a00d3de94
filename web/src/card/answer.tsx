/** An answer to a custom field: the input that fits it, and what was typed as it is stored. */
import type { Row } from "../../../sync/replica";
import { Check, Choice, TextField } from "../kit";
import { typeOf } from "../settings/fieldtypes";
import { number, t } from "../words";
import { isEmail, isPhone, isUrl, parseNumber, withScheme } from "./check";

export type Answer = string | number | boolean | null | undefined;

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
const FITS: Record<string, (text: string) => boolean> = {
  email: isEmail,
  phone: isPhone,
  url: isUrl,
  number: (text) => parseNumber(text) !== null,
};
const INPUTS: Record<string, "date" | "url" | "email" | "tel"> = {
  date: "date",
  url: "url",
  email: "email",
  phone: "tel",
};

/** An answer as it is stored, emptied ones null, or what is wrong with it in words. */
export function checked(field: Row<"field">, answer: Answer): { value: Answer; wrong: string } {
  if (typeof answer !== "string") return { value: answer ?? null, wrong: "" };
  const type = typeOf(field);
  const text = answer.trim();
  const wrong = text && FITS[type]?.(text) === false ? t(`card.wrong.${type}`) : "";
  return { value: text === "" ? null : type === "number" ? parseNumber(text) : text, wrong };
}

interface Props {
  field: Row<"field">;
  value: Answer;
  error: string;
  /** Gets what was typed or chosen, not checked yet: when the field is left, or in a `form` at each keystroke. */
  onAnswer: (answer: Answer) => unknown;
  /** Takes the word of what is wrong away. */
  onTyping?: () => void;
  form?: boolean;
}

/** The input for a field. An answer from before its type was changed is shown as it was written, and kept. */
export function AnswerField({ field, value, error, onAnswer, onTyping, form }: Props) {
  const label = field.cells.label ?? "";
  const type = typeOf(field);
  const text = typeof value === "number" ? number(value) : typeof value === "string" ? value : "";
  if (type === "yes_no") {
    return (
      <div>
        <Check checked={value === true} onChange={onAnswer}>
          {label}
        </Check>
        {error && <p class="field-error">{error}</p>}
      </div>
    );
  }
  if (type === "choice") {
    const choices = (field.cells.choices ?? []).map(String);
    const kept = text && !choices.includes(text) ? [text] : [];
    return (
      <div>
        <Choice
          label={label}
          value={text}
          options={["", ...choices, ...kept].map((each) => ({ value: each, label: each || "—" }))}
          onChange={(chosen) => onAnswer(chosen || null)}
        />
        {error && <p class="field-error">{error}</p>}
      </div>
    );
  }
  const odd = type === "date" && text !== "" && !isDate(text);
  const long = type === "long_text" || text.includes("\n");
  return (
    <div class={long ? "whole" : undefined}>
      <TextField
        label={label}
        value={text}
        type={odd ? "text" : (INPUTS[type] ?? "text")}
        inputMode={type === "number" ? "decimal" : undefined}
        multiline={long}
        error={error}
        onSave={form ? undefined : onAnswer}
        onInput={form ? onAnswer : onTyping}
      />
      {type === "url" && text && !form && (
        <a href={withScheme(text)} target="_blank" rel="noopener noreferrer">
          {t("card.open_link")}
        </a>
      )}
    </div>
  );
}
