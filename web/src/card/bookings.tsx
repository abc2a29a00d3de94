import { useState } from "preact/hooks";
import type { Card } from "../../../sync/replica";
import { type Booking, counts, isOpen, isPast, payable, serviceOf } from "../bookings/about";
import { BookingLine } from "../bookings/line";
import { seesMoney } from "../business";
import { MarkPaid } from "../forms/paid";
import { Reschedule } from "../forms/reschedule";
import { Button, Chip, Choice, Empty } from "../kit";
import { n, t } from "../words";

type Span = "upcoming" | "past" | "all";

/** A client's bookings: upcoming, past or all, with how many of each service there were. */
export function BookingsTab({ card }: { card: Card }) {
  const [span, setSpan] = useState<Span>("upcoming");
  const shown =
    span === "all"
      ? card.bookings
      : span === "past"
        ? card.bookings.filter((each) => isPast(each))
        : card.bookings.filter((each) => !isPast(each)).reverse();
  return (
    <>
      <Choice
        segments
        bare
        label={t("card.which_bookings")}
        value={span}
        onChange={setSpan}
        options={(["upcoming", "past", "all"] as const).map((value) => ({ value, label: t(`card.${value}`) }))}
      />
      <Counts bookings={shown} />
      {shown.length === 0 ? (
        <Empty icon="calendar" title={t(`card.no_${span}`)} />
      ) : (
        <ul class="booking-list">
          {shown.map((each) => (
            <Line key={each.id} booking={each} card={card} />
          ))}
        </ul>
      )}
    </>
  );
}

function Line({ booking, card }: { booking: Booking; card: Card }) {
  const [sheet, setSheet] = useState<"move" | "paid" | null>(null);
  const movable = isOpen(booking) && !isPast(booking);
  const unpaid = seesMoney.value && payable(booking, card);
  const close = () => setSheet(null);
  return (
    <BookingLine booking={booking} card={card}>
      {(movable || unpaid) && (
        <>
          {unpaid && <Button onClick={() => setSheet("paid")}>{t("bookings.mark_paid")}</Button>}
          {movable && (
            <Button kind="plain" onClick={() => setSheet("move")}>
              {t("bookings.reschedule")}
            </Button>
          )}
          {sheet === "move" && <Reschedule booking={booking} card={card} onClose={close} />}
          {sheet === "paid" && <MarkPaid booking={booking} card={card} onClose={close} />}
        </>
      )}
    </BookingLine>
  );
}

/** Sessions of each service, the most frequent first: how far a course of training has come. */
function Counts({ bookings }: { bookings: Booking[] }) {
  const counted = new Map<string, number>();
  for (const booking of bookings.filter(counts)) {
    const service = serviceOf(booking);
    counted.set(service, (counted.get(service) ?? 0) + 1);
  }
  if (counted.size === 0) return null;
  return (
    <ul class="row" aria-label={t("card.sessions")}>
      {[...counted]
        .sort((a, b) => b[1] - a[1])
        .map(([service, count]) => (
          <li key={service}>
            <Chip>{n("card.sessions_of", count, { service })}</Chip>
          </li>
        ))}
    </ul>
  );
}
