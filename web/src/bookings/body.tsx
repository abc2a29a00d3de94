import "./bookings.css";
import "../card/card.css";
import { useState } from "preact/hooks";
import type { Card, Edit } from "../../../sync/replica";
import { BOOKING_STATUS } from "../../../sync/tables.gen";
import { currency, nameOf, seesContacts, seesMoney, withPets } from "../business";
import { CellField } from "../card/cell";
import { CustomFields, fieldsOn } from "../card/custom";
import { entries } from "../card/entries";
import { NoteLine } from "../card/note";
import { addressLine, mapLink } from "../card/reach";
import { Waiting } from "../clients/waiting";
import { remove, update } from "../forms/change";
import { NoteForm } from "../forms/note";
import { MarkPaid } from "../forms/paid";
import { PaymentForm } from "../forms/payment";
import { Picks } from "../forms/picks";
import { Reschedule } from "../forms/reschedule";
import { Button, Choice, TextField } from "../kit";
import { back, Link } from "../router";
import { duration, t } from "../words";
import { minor, plainMoney } from "../words/sums";
import { type Booking, isOpen, isPast, payable, petsOf, serviceOf, whenOf } from "./about";
import { setStatus } from "./acts";
import { PaidChip, StatusChip } from "./line";

/** What the booking is, what can be done with it, and its details, edited in place. */
export function BookingBody({ booking, card }: { booking: Booking; card: Card }) {
  const notes = card.notes.filter((note) => note.cells.booking === booking.id);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Facts booking={booking} card={card} />
      <Acts booking={booking} card={card} />
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
    </>
  );
}

function Facts({ booking, card }: { booking: Booking; card: Card }) {
  const { when, member, address, modality } = booking.cells;
  const pets = petsOf(booking, card);
  return (
    <section class="paper stack">
      <p class="booking-page-when figures">
        {whenOf(booking, "date")} <Waiting row={booking} />
      </p>
      <div class="row">
        <StatusChip booking={booking} />
        <PaidChip booking={booking} card={card} />
      </div>
      <dl class="fact-list">
        <dt>{t("bookings.client")}</dt>
        <dd>
          <Link to={`/clients/${card.client.id}`}>{card.client.cells.name || t("clients.nameless")}</Link>
        </dd>
        {withPets.value && pets && (
          <>
            <dt>{t("bookings.pets")}</dt>
            <dd>{pets}</dd>
          </>
        )}
        {when && (
          <>
            <dt>{t("bookings.length")}</dt>
            <dd>{duration(when.minutes)}</dd>
          </>
        )}
        {member && (
          <>
            <dt>{t("bookings.member")}</dt>
            <dd>{nameOf("member", member)}</dd>
          </>
        )}
        {modality && (
          <>
            <dt>{t("bookings.where")}</dt>
            <dd>
              {t(`bookings.modality.${modality}`)}
              {seesContacts.value && address && (
                <>
                  <br />
                  <a href={mapLink(address)} target="_blank" rel="noopener noreferrer">
                    {addressLine(address)}
                  </a>
                </>
              )}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Acts({ booking, card }: { booking: Booking; card: Card }) {
  const [sheet, setSheet] = useState<"move" | "paid" | "pay" | null>(null);
  const open = isOpen(booking);
  const unpaid = seesMoney.value && payable(booking, card);
  const close = () => setSheet(null);
  return (
    <div class="row">
      {booking.cells.status === "requested" && (
        <Button kind="primary" icon="check" onClick={() => setStatus(booking, "confirmed")}>
          {t("bookings.confirm")}
        </Button>
      )}
      {open && isPast(booking) && (
        <Button kind="primary" icon="done" onClick={() => setStatus(booking, "completed")}>
          {t("bookings.complete")}
        </Button>
      )}
      {unpaid && (
        <Button icon="check" onClick={() => setSheet("paid")}>
          {t("bookings.mark_paid")}
        </Button>
      )}
      {seesMoney.value && (
        <Button icon="cash" onClick={() => setSheet("pay")}>
          {t("card.take_payment")}
        </Button>
      )}
      {open && (
        <Button icon="calendar" onClick={() => setSheet("move")}>
          {t("bookings.reschedule")}
        </Button>
      )}
      {open && (
        <Button kind="plain" onClick={() => setStatus(booking, isPast(booking) ? "no_show" : "cancelled")}>
          {t(isPast(booking) ? "bookings.missed" : "bookings.cancel")}
        </Button>
      )}
      {sheet === "move" && <Reschedule booking={booking} card={card} onClose={close} />}
      {sheet === "paid" && <MarkPaid booking={booking} card={card} onClose={close} />}
      {sheet === "pay" && <PaymentForm card={card} booking={booking.id} onClose={close} />}
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
