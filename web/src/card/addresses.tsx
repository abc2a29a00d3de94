import { useState } from "preact/hooks";
import type { Edit, Row } from "../../../sync/replica";
import type { Address } from "../../../sync/tables.gen";
import { update } from "../forms/change";
import { Button, IconButton, TextField } from "../kit";
import { t } from "../words";
import { entries } from "./entries";
import { firstKind, KindChoice } from "./kinds";
import { newCell } from "./newcell";
import { addressLine } from "./reach";

/** The parts of an address under its street; the note is what the driver needs: gate codes, where to park. */
const PARTS = ["postcode", "city", "region", "country"] as const;

/** Addresses of a client; each is one cell, replaced whole, so that no two halves are ever mixed. */
export function Addresses({ client }: { client: Row<"client"> }) {
  const [adding, setAdding] = useState(false);
  const kept = entries<Address>(client.cells, "addresses");
  return (
    <>
      {kept.map(({ cell, value }) => (
        <Block key={cell} client={client} cell={cell} value={value} />
      ))}
      {adding || kept.length === 0 ? (
        <Block
          key={`new ${kept.length}`}
          client={client}
          cell=""
          value={{ kind: firstKind("addresses") }}
          onDone={() => setAdding(false)}
        />
      ) : (
        <div>
          <Button kind="plain" icon="new" onClick={() => setAdding(true)}>
            {t("card.add_addresses")}
          </Button>
        </div>
      )}
    </>
  );
}

interface BlockProps {
  client: Row<"client">;
  /** The entry's cell; "" for one that is not there yet. */
  cell: string;
  value: Address;
  onDone?: () => void;
}

function Block({ client, cell, value, onDone }: BlockProps) {
  const [kind, setKind] = useState<string | null>(null);
  const write = (address: Address | null, said: string) => {
    const kept = update(client, { [cell || newCell("addresses")]: address } as Edit<"client">["cells"], said);
    onDone?.();
    return kept;
  };
  const part = (name: keyof Address & string) => (text: string) => {
    const { lat, lon, ...words } = value;
    // A place on the map belongs to the street it was found for.
    const kept = name === "note" ? value : words;
    const changed = { ...kept, ...(kind ? { kind } : {}), [name]: text.trim() };
    return write(changed, t("card.saved", { field: t("card.address") }));
  };
  return (
    <div class="entry address">
      <div class="entry-head">
        <KindChoice
          of="addresses"
          value={kind ?? value.kind ?? ""}
          onChange={(chosen) => {
            setKind(chosen);
            if (cell) write({ ...value, kind: chosen }, t("card.saved", { field: t("card.address") }));
          }}
        />
        {cell && (
          <IconButton
            icon="close"
            label={t("card.remove", { what: addressLine(value) })}
            onClick={() => write(null, t("card.removed", { what: addressLine(value) || t("card.address") }))}
          />
        )}
      </div>
      <div class="whole">
        <TextField label={t("card.address")} value={value.street ?? ""} onSave={part("street")} />
      </div>
      {PARTS.map((name) => (
        <TextField key={name} label={t(`card.${name}`)} value={value[name] ?? ""} onSave={part(name)} />
      ))}
      <div class="whole">
        <TextField label={t("card.address_note")} value={value.note ?? ""} onSave={part("note")} />
      </div>
    </div>
  );
}
