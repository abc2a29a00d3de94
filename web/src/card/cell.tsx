import { useState } from "preact/hooks";
import type { Edit, Row, TableName } from "../../../sync/replica";
import { update } from "../forms/change";
import { TextField } from "../kit";
import { t } from "../words";

interface Props<T extends TableName> {
  row: Row<T>;
  cell: string & keyof Row<T>["cells"];
  label: string;
  type?: "text" | "date" | "tel" | "email" | "url";
  multiline?: boolean;
  hint?: string;
  required?: boolean;
  /** What is wrong with a text that is not empty, in words; "" when nothing is. */
  wrong?: (text: string) => string;
}

/** A text or date of a row, edited in place: saved on leaving the field, with *Undo*. Emptied, it is removed. */
export function CellField<T extends TableName>({ row, cell, label, type, multiline, hint, required, wrong }: Props<T>) {
  const [error, setError] = useState("");
  const value = (row.cells as Record<string, unknown>)[cell];
  const save = (text: string) => {
    const clean = text.trim();
    const problem = clean ? (wrong?.(clean) ?? "") : required ? t("card.wrong.empty") : "";
    setError(problem);
    if (problem || clean === (value ?? "")) return;
    return update(row, { [cell]: clean || null } as Edit<T>["cells"], t("card.saved", { field: label }));
  };
  return (
    <TextField
      label={label}
      value={typeof value === "string" ? value : ""}
      type={type}
      multiline={multiline}
      hint={hint}
      error={error}
      onSave={save}
      onInput={() => error && setError("")}
    />
  );
}
