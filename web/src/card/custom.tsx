/** Custom fields: whatever the business asks of its clients, pets and bookings, each edited in its own way. */
import { useState } from "preact/hooks";
import type { Edit, Row } from "../../../sync/replica";
import { live } from "../business";
import { update } from "../forms/change";
import { Check, Choice, TextField } from "../kit";
import { number, t } from "../words";
import { isEmail, isPhone, isUrl, parseNumber, withScheme } from "./check";

type Owner = Row<"client"> | Row<"pet"> | Row<"booking">;
type Value = string | number | boolean | null | undefined;

/** Fields in use on a table, in the business's order. */
export function fieldsOn(table: "client" | "pet" | "booking"): Row<"field">[] {
  return live("field")
    .filter(({ cells }) => cells.on === table && !cells.retired)
    .sort((a, b) => (a.cells.order ?? 0) - (b.cells.order ?? 0));
}

/** Every custom field of a row; nothing when the business has none. */
export function CustomFields({ row }: { row: Owner }) {
  const fields = fieldsOn(row.table as "client" | "pet" | "booking");
  if (fields.length === 0) return null;
  return (
    <div class="fields">
      {fields.map((field) => (
        <CustomField key={field.id} field={field} row={row} />
      ))}
    </div>
  );
}

function CustomField({ field, row }: { field: Row<"field">; row: Owner }) {
  const [error, setError] = useState("");
  const label = field.cells.label ?? "";
  const type = (field.cells.type ?? "text").toLowerCase();
  const cell = `${row.table === "booking" ? "answers" : "custom"}.${field.id}`;
  const value = (row.cells as Record<string, Value>)[cell] ?? null;
  const write = (next: Value) => {
    setError("");
    if (next === value) return;
    return update(row as Row<"client">, { [cell]: next } as Edit<"client">["cells"], t("card.saved", { field: label }));
  };

  if (/^(yes|bool|check)/.test(type)) {
    return (
      <Check checked={value === true} onChange={write}>
        {label}
      </Check>
    );
  }
  if (type === "choice") {
    const choices = (field.cells.choices ?? []).map(String);
    const kept = typeof value === "string" && value && !choices.includes(value) ? [value] : [];
    return (
      <Choice
        label={label}
        value={typeof value === "string" ? value : ""}
        options={["", ...choices, ...kept].map((each) => ({ value: each, label: each || "—" }))}
        onChange={(chosen) => write(chosen || null)}
      />
    );
  }
  const kind = type.startsWith("long") ? "long" : type;
  const text = typeof value === "number" ? number(value) : value === null ? "" : String(value);
  const save = (typed: string) => {
    const clean = typed.trim();
    const wrong = clean && wrongFor(kind, clean);
    if (wrong) return setError(wrong);
    return write(clean === "" ? null : kind === "number" ? parseNumber(clean) : clean);
  };
  return (
    <div class={kind === "long" ? "whole" : undefined}>
      <TextField
        label={label}
        value={text}
        type={INPUTS[kind] ?? "text"}
        inputMode={kind === "number" ? "decimal" : undefined}
        multiline={kind === "long"}
        error={error}
        onSave={save}
        onInput={() => error && setError("")}
      />
      {kind === "url" && text && (
        <a href={withScheme(text)} target="_blank" rel="noopener noreferrer">
          {t("card.open_link")}
        </a>
      )}
    </div>
  );
}

const INPUTS: Record<string, "date" | "url" | "email" | "tel"> = {
  date: "date",
  url: "url",
  email: "email",
  phone: "tel",
};

/** What is wrong with a text in a field of this type, in words; "" when nothing is. */
function wrongFor(type: string, text: string): string {
  const fits: Record<string, (text: string) => boolean> = {
    email: isEmail,
    phone: isPhone,
    url: isUrl,
    number: (each) => parseNumber(each) !== null,
  };
  return fits[type]?.(text) === false ? t(`card.wrong.${type}`) : "";
}
