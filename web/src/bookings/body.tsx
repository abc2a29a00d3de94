import "./bookings.css";
import "../card/card.css";
import { useState } from "preact/hooks";
import type { Card, Edit } from "../../../sync/replica";
import { BOOKING_STATUS } from "../../../sync/tables.gen";
import { currency, seesMoney, withPets } from "../business";
import { CellField } from "../card/cell";
import { CustomFields, fieldsOn } from "../card/custom";
import { entries } from "../card/entries";
import { NoteLine } from "../card/note";
import { remove, update } from "../forms/change";
import { NoteForm } from "../forms/note";
import { Picks } from "../forms/picks";
import { Button, Choice, TextField } from "../kit";
import { back } from "../router";
import { t } from "../words";
import { minor, plainMoney } from "../words/sums";
import { type Booking, serviceOf } from "./about";
import { setStatus } from "./acts";
import { Doing } from "./doing";
import { Facts } from "./facts";
import { Past } from "./past";

/** What the booking is, what can be done with it, and its details, edited in place. */
export function BookingBody({ booking, card }: { booking: Booking; card: Card }) {
  const notes = card.notes.filter((note) => note.cells.booking === booking.id);
  const [adding, setAdding] = useState(false);
  return (
    <div class="booking-page">
      <div class="booking-page-first">
        <Facts booking={booking} card={card} />
        <Doing booking={booking} card={card} />
        <Past booking={booking} />
      </div>
      <section class="paper stack">
        <h2>{t("bookings.details")}</h2>
        <Choice
          label={t("bookings.status")}
          value={booking.cells.status ?? "confirmed"}
          options={BOOKING_STATUS.map((value) => ({ value, label: t(`bookings.status.${value}`) }))}
          onChange={(status) => setStatus(booking, status)}
        />
        {withPets.value && <Pets booking={booking} card={card} />}
        {seesMoney.value && <Price booking={booking} />}
        <CellField row={booking} cell="note" label={t("forms.note")} multiline />
        {fieldsOn("booking").length > 0 && <CustomFields row={booking} />}
      </section>
      <section class="paper stack">
        <h2>{t("bookings.notes")}</h2>
        {notes.length > 0 && (
          <ul class="card-lines">
            {notes.map((note) => (
              <NoteLine key={note.id} note={note} card={card} />
            ))}
          </ul>
        )}
        <div>
          <Button kind="plain" icon="note" onClick={() => setAdding(true)}>
            {t("card.add_note")}
          </Button>
        </div>
      </section>
      <div>
        <Button
          kind="danger"
          icon="delete"
          onClick={() => {
            void remove([{ table: "booking", id: booking.id }], t("bookings.deleted", { service: serviceOf(booking) }));
            back(`/clients/${card.client.id}/bookings`);
          }}
        >
          {t("clients.delete")}
        </Button>
      </div>
      {adding && <NoteForm client={card.client.id} booking={booking.id} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Pets({ booking, card }: { booking: Booking; card: Card }) {
  if (card.pets.length === 0) return null;
  const come = entries(booking.cells, "pets").map(({ key }) => key);
  return (
    <Picks
      label={t("bookings.pets")}
      many
      picks={card.pets.map(({ id, cells }) => ({ value: id, label: cells.name ?? "" }))}
      chosen={come}
      onChange={(chosen) => {
        const flipped = card.pets.filter(({ id }) => come.includes(id) !== chosen.includes(id));
        const cells = Object.fromEntries(flipped.map(({ id }) => [`pets.${id}`, chosen.includes(id) ? true : null]));
        void update(booking, cells as Edit<"booking">["cells"], t("card.saved", { field: t("bookings.pets") }));
      }}
    />
  );
}

function Price({ booking }: { booking: Booking }) {
  const [error, setError] = useState("");
  const { price } = booking.cells;
  const unit = price?.currency || currency.value;
  const save = (text: string) => {
    const amount = text.trim() ? minor(text, unit) : null;
    if (text.trim() && (amount === null || amount < 0)) return setError(t("forms.amount_wrong"));
    setError("");
    if (amount === (price?.amount ?? null)) return;
    const cells = { price: amount === null ? null : { amount, currency: unit } };
    return update(booking, cells, t("card.saved", { field: t("bookings.price") }));
  };
  return (
    <TextField
      label={t("forms.price", { currency: unit })}
      value={price ? plainMoney(price.amount, unit) : ""}
      inputMode="decimal"
      error={error}
      onSave={save}
    />
  );
}
