import { useState } from "preact/hooks";
import { stopsOf } from "../../../sync/agenda";
import type { Card, Row } from "../../../sync/replica";
import { seesMoney } from "../business";
import { BookingForm } from "../forms/booking";
import { MarkPaid } from "../forms/paid";
import { PaymentForm } from "../forms/payment";
import { Reschedule } from "../forms/reschedule";
import { Button, LinkButton } from "../kit";
import { t } from "../words";
import { type Booking, isOpen, isPast, payable, startOf } from "./about";
import { setStatus } from "./acts";

/** Everything that can be done with a booking, what comes next first. */
export function Doing({ booking, card }: { booking: Booking; card: Card }) {
  const [sheet, setSheet] = useState<"move" | "paid" | "pay" | "again" | null>(null);
  const open = isOpen(booking);
  const past = isPast(booking);
  const requested = booking.cells.status === "requested";
  const unpaid = seesMoney.value && payable(booking, card);
  const [stop] = stopsOf([booking as unknown as Row]);
  const close = () => setSheet(null);
  return (
    <div class="booking-doing">
      {requested && (
        <Button kind="primary" icon="check" onClick={() => setStatus(booking, "confirmed")}>
          {t("bookings.confirm")}
        </Button>
      )}
      {open && past && (
        <Button kind={requested ? "quiet" : "primary"} icon="done" onClick={() => setStatus(booking, "completed")}>
          {t("bookings.complete")}
        </Button>
      )}
      {unpaid && (
        <Button
          kind={booking.cells.status === "completed" ? "primary" : "quiet"}
          icon="check"
          onClick={() => setSheet("paid")}
        >
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
      {stop && (
        <Button icon="book" onClick={() => setSheet("again")}>
          {t("bookings.again")}
        </Button>
      )}
      {stop && (
        <LinkButton kind="plain" icon="calendar" to={`/calendar/${startOf(booking).slice(0, 10)}`}>
          {t("bookings.in_calendar")}
        </LinkButton>
      )}
      {open && past && (
        <Button kind="plain" onClick={() => setStatus(booking, "no_show")}>
          {t("bookings.missed")}
        </Button>
      )}
      {open && (
        <Button kind="plain" onClick={() => setStatus(booking, "cancelled")}>
          {t("bookings.cancel")}
        </Button>
      )}
      {sheet === "move" && <Reschedule booking={booking} card={card} onClose={close} />}
      {sheet === "paid" && <MarkPaid booking={booking} card={card} onClose={close} />}
      {sheet === "pay" && <PaymentForm card={card} booking={booking.id} onClose={close} />}
      {sheet === "again" && stop && <BookingForm after={stop} onClose={close} />}
    </div>
  );
}
