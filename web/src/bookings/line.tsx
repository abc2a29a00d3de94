import "./bookings.css";
import type { ComponentChildren } from "preact";
import { isPaid } from "../../../sync/ledger";
import { type Card, replica } from "../../../sync/replica";
import { nameOf, seesMoney, withPets } from "../business";
import { Waiting } from "../clients/waiting";
import { Chip } from "../kit";
import { Link } from "../router";
import { money, t } from "../words";
import { type Booking, petsOf, serviceOf, whenOf } from "./about";

/** A booking's state; the colour says the same as the word. */
export function StatusChip({ booking }: { booking: Booking }) {
  const status = booking.cells.status ?? "confirmed";
  const tone = status === "completed" ? "green" : status === "requested" ? "accent" : undefined;
  return <Chip tone={tone}>{t(`bookings.status.${status}`)}</Chip>;
}

/** Paid or not, for those who may know; nothing for a booking that costs nothing. */
export function PaidChip({ booking, card }: { booking: Booking; card: Card }) {
  if (!seesMoney.value || booking.cells.status === "cancelled") return null;
  if (isPaid(booking, card.payments)) return <Chip tone="green">{t("bookings.paid")}</Chip>;
  if (!booking.cells.price?.amount) return null;
  const due = booking.cells.status === "completed";
  return <Chip tone={due ? "red" : undefined}>{t("bookings.unpaid")}</Chip>;
}

/** A booking in a list: when, what, for whom, by whom, its state; `children` are what can be done with it there. */
export function BookingLine({
  booking,
  card,
  children,
}: {
  booking: Booking;
  card: Card;
  children?: ComponentChildren;
}) {
  const { price, member, service } = booking.cells;
  const color = replica.table("service").value.get(service ?? "")?.cells.color ?? "var(--line)";
  const who = [withPets.value && petsOf(booking, card), nameOf("member", member)].filter(Boolean).join(" · ");
  return (
    <li class="booking-line">
      <span class="booking-edge" style={{ background: color }} />
      <Link to={`/bookings/${booking.id}`} class="booking-what">
        <span class="booking-when figures">
          {whenOf(booking, "date")} <Waiting row={booking} />
        </span>
        <span>{serviceOf(booking)}</span>
        {who && <span class="quiet">{who}</span>}
      </Link>
      {seesMoney.value && price && <span class="figures">{money(price.amount, price.currency)}</span>}
      <div class="row booking-state">
        <StatusChip booking={booking} />
        <PaidChip booking={booking} card={card} />
      </div>
      {children && <div class="row booking-acts">{children}</div>}
    </li>
  );
}
