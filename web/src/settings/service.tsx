import { useState } from "preact/hooks";
import { type Edit, inverse, type Row, replica } from "../../../sync/replica.ts";
import { BOOKING_MODALITY } from "../../../sync/tables.gen";
import { currency, live } from "../business";
import { entries } from "../card/entries";
import { change } from "../forms/change";
import { Picks } from "../forms/picks";
import { Button, Check, Choice, TextField } from "../kit";
import { duration, money, t } from "../words";
import { minor, plainMoney } from "../words/sums";
import { Gone } from "./catalogue";
import { ColorPicks } from "./colors";
import { duplicateService } from "./newservice";
import { NumberField } from "./numberfield";
import { Rebook } from "./rebook";
import { labelStep } from "./servicelabel";

type Cells = Edit<"service">["cells"];

/** A week, in minutes: a stay that is longer is more than one booking. */
const LONGEST = 10_080;

/** Everything about one service, each fact saved when it is left. Its label goes by its name and colour. */
export function Service({ id }: { id: string }) {
  const service = replica.table("service").value.get(id);
  if (!service || service.hidden) return <Gone />;
  const { cells } = service;
  const save = (wanted: Cells, field: string, said = t("card.saved", { field })) => {
    const edits: Edit[] = [{ table: "service", id, cells: wanted }];
    const undo: Edit[] = [inverse(service, wanted) as Edit];
    if (wanted.name || wanted.color) {
      const label = labelStep(id, { name: cells.name, color: cells.color, ...pick(wanted) });
      if (label) edits.push(label.edit);
      if (label) undo.push(label.undo);
    }
    return change(edits, said, undo);
  };
  const members = live("member");
  const givers = entries(cells, "members").map(({ key }) => key);
  return (
    <div class="stack">
      {cells.archived && <p class="quiet">{t("services.archived.body")}</p>}
      <section class="paper stack">
        <Name service={service} onSave={(name) => save({ name }, t("business.name"))} />
        <div class="settings-pair">
          <NumberField
            label={t("services.minutes")}
            value={cells.minutes}
            min={5}
            max={LONGEST}
            hint={cells.minutes && cells.minutes > 60 ? duration(cells.minutes) : undefined}
            onSave={(minutes) => save({ minutes }, t("services.minutes"))}
          />
          <NumberField
            label={t("services.buffer")}
            value={cells.buffer}
            min={0}
            max={1440}
            optional
            hint={t("services.buffer.hint")}
            onSave={(buffer) => save({ buffer }, t("services.buffer"))}
          />
          <Price service={service} onSave={(price) => save({ price }, t("services.price"))} />
          <Choice
            label={t("services.modality")}
            value={cells.modality ?? "theirs"}
            options={BOOKING_MODALITY.map((value) => ({ value, label: t(`bookings.modality.${value}`) }))}
            onChange={(modality) => save({ modality }, t("services.modality"))}
          />
        </div>
        <ColorPicks value={cells.color} onChange={(color) => save({ color }, t("business.color"))} />
      </section>
      <section class="paper stack">
        {members.length > 1 && (
          <>
            <Picks
              label={t("services.members")}
              many
              picks={members.map(({ id, cells }) => ({
                value: id,
                label: cells.name ?? "",
                color: cells.color ?? undefined,
              }))}
              chosen={givers}
              onChange={(chosen) => {
                const flipped = members.filter(({ id }) => givers.includes(id) !== chosen.includes(id));
                const wanted = flipped.map(({ id }) => [`members.${id}`, chosen.includes(id) || null]);
                void save(Object.fromEntries(wanted) as Cells, t("services.members"));
              }}
            />
            {givers.length === 0 && <p class="quiet">{t("services.members.all")}</p>}
          </>
        )}
        <Rebook days={cells.rebook_days} onSave={(days) => save({ rebook_days: days }, t("services.rebook"))} />
        <Check
          checked={cells.bookable === true}
          onChange={(bookable) => void save({ bookable }, t("services.bookable"))}
        >
          {t("services.bookable")}
        </Check>
      </section>
      <div class="settings-foot">
        <Button icon="copy" onClick={() => duplicateService(service)}>
          {t("services.duplicate")}
        </Button>
        {cells.archived ? (
          <Button
            icon="undo"
            onClick={() => void save({ archived: null }, "", t("services.back.done", named(service)))}
          >
            {t("services.back")}
          </Button>
        ) : (
          <Button
            icon="archive"
            onClick={() => void save({ archived: true }, "", t("services.archive.done", named(service)))}
          >
            {t("services.archive")}
          </Button>
        )}
      </div>
    </div>
  );
}

const named = (service: Row<"service">) => ({ name: service.cells.name ?? "" });

/** Of cells about to be saved, those that the label shows too. */
const pick = ({ name, color }: Cells) => ({ ...(name ? { name } : {}), ...(color ? { color } : {}) });

function Name({ service, onSave }: { service: Row<"service">; onSave: (name: string) => unknown }) {
  const [wrong, setWrong] = useState(false);
  return (
    <TextField
      label={t("business.name")}
      value={service.cells.name ?? ""}
      maxLength={200}
      error={wrong ? t("card.wrong.empty") : ""}
      onInput={() => wrong && setWrong(false)}
      onSave={(text) => {
        const name = text.trim();
        setWrong(!name);
        if (name && name !== service.cells.name) return onSave(name);
      }}
    />
  );
}

interface PriceProps {
  service: Row<"service">;
  onSave: (price: { amount: number; currency: string } | null) => unknown;
}

/** In the business's currency; one that still stands in another says so until it is typed anew. */
function Price({ service, onSave }: PriceProps) {
  const [wrong, setWrong] = useState(false);
  const { price } = service.cells;
  const other = price && price.currency !== currency.value;
  const save = (text: string) => {
    const amount = text.trim() ? minor(text, currency.value) : null;
    const fits = !text.trim() || (amount !== null && amount >= 0 && Number.isSafeInteger(amount));
    setWrong(!fits);
    if (fits) return onSave(amount === null ? null : { amount, currency: currency.value });
  };
  return (
    <TextField
      label={t("services.price.in", { currency: currency.value })}
      value={price && !other ? plainMoney(price.amount, price.currency) : ""}
      inputMode="decimal"
      hint={other ? t("services.price.other", { sum: money(price.amount, price.currency) }) : undefined}
      error={wrong ? t("services.price.wrong") : ""}
      onInput={() => wrong && setWrong(false)}
      onSave={save}
    />
  );
}
