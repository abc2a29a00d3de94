/** Phones and emails of a client: any number of each, one cell each, so that two phones that add one keep both. */
import { useState } from "preact/hooks";
import type { Edit, Row } from "../../../sync/replica";
import type { Contact } from "../../../sync/tables.gen";
import { update } from "../forms/change";
import { Button, IconButton, TextField } from "../kit";
import { t } from "../words";
import { isEmail, isPhone } from "./check";
import { entries } from "./entries";
import { firstKind, KindChoice } from "./kinds";
import { newCell } from "./newcell";

interface Props {
  client: Row<"client">;
  of: "phones" | "emails";
}

export function Contacts({ client, of }: Props) {
  const [adding, setAdding] = useState(false);
  const kept = entries<Contact>(client.cells, of);
  const draft = adding || kept.length === 0;
  return (
    <>
      {kept.map(({ cell, value }) => (
        <Line key={cell} client={client} of={of} cell={cell} value={value} />
      ))}
      {draft ? (
        <Line
          key={`new ${kept.length}`}
          client={client}
          of={of}
          cell=""
          value={{ kind: firstKind(of), value: "" }}
          focus={adding}
          onDone={() => setAdding(false)}
        />
      ) : (
        <div>
          <Button kind="plain" icon="new" onClick={() => setAdding(true)}>
            {t(`card.add_${of}`)}
          </Button>
        </div>
      )}
    </>
  );
}

interface LineProps extends Props {
  /** The entry's cell; "" for one that is not there yet. */
  cell: string;
  value: Contact;
  focus?: boolean;
  onDone?: () => void;
}

function Line({ client, of, cell, value, focus, onDone }: LineProps) {
  const [kind, setKind] = useState<string | null>(null);
  const [error, setError] = useState("");
  const label = t(of === "phones" ? "card.phone" : "card.email");
  const write = (contact: Contact | null, said: string) => {
    const kept = update(client, { [cell || newCell(of)]: contact } as Edit<"client">["cells"], said);
    onDone?.();
    return kept;
  };
  const save = (text: string) => {
    const clean = text.trim();
    if (!clean) return cell ? remove() : onDone?.();
    if (!(of === "phones" ? isPhone : isEmail)(clean))
      return setError(t(`card.wrong.${of === "phones" ? "phone" : "email"}`));
    setError("");
    if (cell && clean === value.value && kind === null) return;
    return write({ ...value, kind: kind ?? value.kind ?? "", value: clean }, t("card.saved", { field: label }));
  };
  const remove = () => write(null, t("card.removed", { what: value.value ?? label }));
  return (
    <div class="entry">
      <div class="entry-value">
        <TextField
          label={label}
          type={of === "phones" ? "tel" : "email"}
          value={value.value ?? ""}
          error={error}
          autoFocus={focus}
          onSave={save}
          onInput={() => error && setError("")}
        />
      </div>
      <KindChoice
        of={of}
        value={kind ?? value.kind ?? ""}
        onChange={(chosen) => {
          setKind(chosen);
          if (cell) write({ ...value, kind: chosen }, t("card.saved", { field: label }));
        }}
      />
      {cell && <IconButton icon="close" label={t("card.remove", { what: value.value ?? "" })} onClick={remove} />}
    </div>
  );
}
