/** Everything known about a client, each thing edited where it stands. */
import type { Card, Edit } from "../../../sync/replica";
import { CLIENT_STATUS } from "../../../sync/tables.gen";
import { live, seesContacts, today, withPets } from "../business";
import { update } from "../forms/change";
import { Picks } from "../forms/picks";
import { Choice } from "../kit";
import { t } from "../words";
import { Addresses } from "./addresses";
import { CellField } from "./cell";
import { Contacts } from "./contacts";
import { CustomFields, fieldsOn } from "./custom";
import { Pets } from "./pets";

export function InfoTab({ card }: { card: Card }) {
  const { client } = card;
  return (
    <>
      <section class="paper stack">
        <h2>{t("card.who")}</h2>
        <CellField row={client} cell="name" label={t("card.name")} required />
        {seesContacts.value && (
          <>
            <Contacts client={client} of="phones" />
            <Contacts client={client} of="emails" />
          </>
        )}
      </section>
      {withPets.value && <Pets card={card} />}
      {seesContacts.value && (
        <section class="paper stack">
          <h2>{t("card.addresses")}</h2>
          <Addresses client={client} />
        </section>
      )}
      <section class="paper stack">
        <h2>{t("card.about")}</h2>
        <Status card={card} />
        <Labels card={card} />
        <div class="fields">
          <CellField row={client} cell="company" label={t("card.company")} />
          <CellField row={client} cell="position" label={t("card.position")} />
          <CellField row={client} cell="language" label={t("card.language")} />
          <CellField row={client} cell="tax_id" label={t("card.tax_id")} />
          <CellField
            row={client}
            cell="birth_date"
            type="date"
            label={t("card.birth_date")}
            wrong={(date) => (date > today() ? t("card.wrong.future") : "")}
          />
        </div>
        <CellField row={client} cell="emergency" label={t("card.emergency")} multiline />
        <CellField row={client} cell="pickup" label={t("card.pickup")} multiline />
      </section>
      {fieldsOn("client").length > 0 && (
        <section class="paper stack">
          <h2>{t("card.other_data")}</h2>
          <CustomFields row={client} />
        </section>
      )}
    </>
  );
}

function Status({ card }: { card: Card }) {
  return (
    <Choice
      segments
      label={t("card.status")}
      value={card.client.cells.status ?? "active"}
      options={CLIENT_STATUS.map((value) => ({ value, label: t(`card.status.${value}`) }))}
      onChange={(status) => void update(card.client, { status }, t("card.saved", { field: t("card.status") }))}
    />
  );
}

function Labels({ card }: { card: Card }) {
  const labels = live("label");
  if (labels.length === 0) return null;
  const has = (id: string) => card.client.cells[`labels.${id}`] === true;
  return (
    <Picks
      label={t("card.labels")}
      many
      picks={labels.map(({ id, cells }) => ({ value: id, label: cells.name ?? "", color: cells.color ?? undefined }))}
      chosen={labels.filter(({ id }) => has(id)).map(({ id }) => id)}
      onChange={(chosen) => {
        const flipped = labels.filter(({ id }) => has(id) !== chosen.includes(id));
        const cells = Object.fromEntries(flipped.map(({ id }) => [`labels.${id}`, has(id) ? null : true]));
        void update(card.client, cells as Edit<"client">["cells"], t("card.saved", { field: t("card.labels") }));
      }}
    />
  );
}
