/** Custom fields: whatever the business asks of its clients, pets and bookings, each edited in its own way. */
import { useState } from "preact/hooks";
import type { Edit, Row } from "../../../sync/replica";
import { live } from "../business";
import { update } from "../forms/change";
import { inOrder } from "../settings/order";
import { t } from "../words";
import { type Answer, AnswerField, checked } from "./answer";

type Owner = Row<"client"> | Row<"pet"> | Row<"booking">;

/** Fields in use on a table, in the business's order. */
export function fieldsOn(table: "client" | "pet" | "booking"): Row<"field">[] {
  const used = live("field").filter(({ cells }) => cells.on === table && !cells.retired);
  return inOrder(used.map((field) => ({ ...field, order: field.cells.order })));
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
  const cell = `${row.table === "booking" ? "answers" : "custom"}.${field.id}`;
  const held = (row.cells as Record<string, Answer>)[cell] ?? null;
  const write = (answer: Answer) => {
    const { value, wrong } = checked(field, answer);
    setError(wrong);
    if (wrong || value === held) return;
    const cells = { [cell]: value } as Edit<"client">["cells"];
    return update(row as Row<"client">, cells, t("card.saved", { field: field.cells.label ?? "" }));
  };
  return (
    <AnswerField field={field} value={held} error={error} onAnswer={write} onTyping={() => error && setError("")} />
  );
}
