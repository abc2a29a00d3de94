import { paidOf } from "../../../sync/ledger";
import type { Card } from "../../../sync/replica";
import { currency, nameOf, seesContacts, seesMoney, today, withPets, zone } from "../business";
import { addressLine, mapLink } from "../card/reach";
import { Waiting } from "../clients/waiting";
import { later, localTime } from "../forms/localtime";
import { Link } from "../router";
import { dateTime, day, duration, money, t, time } from "../words";
import { type Booking, counts, dueOf, petsOf, startOf, whenOf } from "./about";
import { PaidChip, StatusChip } from "./line";

/** Who, when, where and for how much; what a booking is at a glance. */
export function Facts({ booking, card }: { booking: Booking; card: Card }) {
  const { when, member, address, modality } = booking.cells;
  const pets = petsOf(booking, card);
  const start = startOf(booking);
  return (
    <section class="paper stack" aria-label={t("bookings.facts")}>
      <p class="booking-page-when figures">
        {start ? day(start, start.slice(0, 4) === today().slice(0, 4) ? "long" : "full") : whenOf(booking)}{" "}
        <Waiting row={booking} />
        {when && (
          <span class="booking-page-time">
            {time(start)}–{time(later(start, when.minutes, zone.value))}
            <span class="quiet"> · {duration(when.minutes)}</span>
          </span>
        )}
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
        {member && (
          <>
            <dt>{t("bookings.member")}</dt>
            <dd>{nameOf("member", member)}</dd>
          </>
        )}
        {seesMoney.value && <Sum booking={booking} card={card} />}
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
        {when?.zone && when.zone !== zone.value && (
          <>
            <dt>{t("bookings.there")}</dt>
            <dd class="figures">
              {dateTime(when.start)} ({when.zone.split("/").at(-1)?.replaceAll("_", " ")})
            </dd>
          </>
        )}
        {booking.cells.started && (
          <>
            <dt>{t("bookings.started")}</dt>
            <dd class="figures">{dateTime(localTime(booking.cells.started, zone.value))}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** The price, and what of it is paid and still due. */
function Sum({ booking, card }: { booking: Booking; card: Card }) {
  const { price } = booking.cells;
  if (!price) return null;
  const unit = price.currency || currency.value;
  const paid = paidOf(booking.id, card.payments);
  const due = dueOf(booking, card);
  return (
    <>
      <dt>{t("bookings.price")}</dt>
      <dd class="figures">
        {money(price.amount, unit)}
        {counts(booking) && paid > 0 && due > 0 && (
          <span class="quiet"> · {t("bookings.partly", { paid: money(paid, unit), due: money(due, unit) })}</span>
        )}
      </dd>
    </>
  );
}
