import { useState } from "preact/hooks";
import { isReversed } from "../../../sync/ledger";
import { type Card, type Row, replica, reversal } from "../../../sync/replica";
import { type Booking, payable, serviceOf, startOf } from "../bookings/about";
import { BookingLine } from "../bookings/line";
import { currency, nameOf } from "../business";
import { Waiting } from "../clients/waiting";
import { change } from "../forms/change";
import { MarkPaid } from "../forms/paid";
import { Button, Confirm, Empty, IconButton } from "../kit";
import { day, money, t } from "../words";

/** What is due and the ledger: every entry stays, also one that was taken back. */
export function PaymentsTab({ card }: { card: Card }) {
  const [marking, setMarking] = useState<Booking | null>(null);
  const due = card.bookings.filter((booking) => booking.cells.status === "completed" && payable(booking, card));
  const sum = money(Math.abs(card.owed), currency.value);
  return (
    <>
      <div class="paper row between">
        {card.owed > 0 ? (
          <strong class="owed figures">{t("clients.owes", { sum })}</strong>
        ) : (
          <span class="paid figures">{card.owed < 0 ? t("card.credit", { sum }) : t("card.nothing_owed")}</span>
        )}
      </div>
      {due.length > 0 && (
        <section>
          <h2>{t("card.due")}</h2>
          <ul class="booking-list">
            {due.map((booking) => (
              <BookingLine key={booking.id} booking={booking} card={card}>
                <Button onClick={() => setMarking(booking)}>{t("bookings.mark_paid")}</Button>
              </BookingLine>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t("card.ledger")}</h2>
        {card.payments.length === 0 ? (
          <Empty icon="cash" title={t("card.no_payments")} body={t("card.no_payments_more")} />
        ) : (
          <ul class="paper card-lines">
            {card.payments.map((payment) => (
              <Entry key={payment.id} payment={payment} card={card} />
            ))}
          </ul>
        )}
      </section>
      {marking && <MarkPaid booking={marking} card={card} onClose={() => setMarking(null)} />}
    </>
  );
}

/** One line of the ledger. Refunds and reversals take away, so they bear a minus. */
function Entry({ payment, card }: { payment: Row<"payment">; card: Card }) {
  const [asking, setAsking] = useState(false);
  const { kind, money: paid, method, at, booking, member, reverses } = payment.cells;
  const reversed = isReversed(payment, card.payments);
  const entry = card.payments.find((each) => each.id === reverses);
  const takesAway = kind === "refund" || (kind === "reversal" && entry?.cells.kind !== "refund");
  const sum = paid ? money(takesAway ? -paid.amount : paid.amount, paid.currency) : "";
  const of = card.bookings.find((each) => each.id === booking);
  const more = [
    at != null && day(at, "date"),
    t(`forms.method.${method ?? "other"}`),
    nameOf("member", member),
    of && `${serviceOf(of)}, ${day(startOf(of))}`,
  ];
  return (
    <li class="entry-of-ledger">
      <span>
        <strong>{t(`forms.kind.${kind ?? "payment"}`)}</strong> <Waiting row={payment} />
        {reversed && <span class="quiet"> · {t("card.reversed")}</span>}
      </span>
      <strong class="figures">{reversed ? <s>{sum}</s> : sum}</strong>
      <span class="quiet">{more.filter(Boolean).join(" · ")}</span>
      {kind !== "reversal" && !reversed && (
        <IconButton icon="undo" label={t("card.reverse_this", { sum })} onClick={() => setAsking(true)} />
      )}
      {asking && (
        <Confirm
          title={t("card.reverse_title", { sum })}
          body={t("card.reverse_body")}
          action={t("card.reverse")}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            const by = { member: replica.me.value?.member ?? "", at: Date.now() };
            void change([reversal(payment, by)], t("card.now_reversed", { sum }));
          }}
        />
      )}
    </li>
  );
}
