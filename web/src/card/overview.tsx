/** The first tab of a card: whatever needs something done, and doing it there. */
import { useState } from "preact/hooks";
import type { Card } from "../../../sync/replica";
import { type Booking, isOpen, isPast, payable, startOf } from "../bookings/about";
import { setStatus } from "../bookings/acts";
import { BookingLine } from "../bookings/line";
import { currency, seesMoney } from "../business";
import { BookingForm } from "../forms/booking";
import { MarkPaid } from "../forms/paid";
import { Reschedule } from "../forms/reschedule";
import { TaskForm } from "../forms/task";
import { Button } from "../kit";
import { Line } from "../tasks/line";
import { day, money, n, t } from "../words";
import { NoteLine } from "./note";

/** Unpaid bookings named before the rest is left to the Payments tab. */
const SHOWN = 3;

export function Overview({ card }: { card: Card }) {
  return (
    <div class="overview">
      <Unfinished card={card} />
      <Next card={card} />
      {seesMoney.value && <Balance card={card} />}
      <Tasks card={card} />
      <Alerts card={card} />
      <Facts card={card} />
    </div>
  );
}

/** Bookings whose time has passed and of which nobody said how they went. */
function Unfinished({ card }: { card: Card }) {
  const open = card.bookings
    .filter((booking) => isOpen(booking) && startOf(booking) && isPast(booking))
    .slice(0, SHOWN);
  if (open.length === 0) return null;
  return (
    <section>
      <h2>{t("card.how_was_it")}</h2>
      <ul class="booking-list">
        {open.map((booking) => (
          <BookingLine key={booking.id} booking={booking} card={card}>
            <Button icon="done" onClick={() => setStatus(booking, "completed")}>
              {t("bookings.complete")}
            </Button>
            <Button kind="plain" onClick={() => setStatus(booking, "no_show")}>
              {t("bookings.missed")}
            </Button>
          </BookingLine>
        ))}
      </ul>
    </section>
  );
}

function Next({ card }: { card: Card }) {
  const [sheet, setSheet] = useState<"book" | "move" | null>(null);
  const next = card.bookings.filter((booking) => isOpen(booking) && !isPast(booking)).at(-1);
  return (
    <section>
      <h2>{t("card.next_booking")}</h2>
      {next ? (
        <ul class="booking-list">
          <BookingLine booking={next} card={card}>
            {next.cells.status === "requested" && (
              <Button onClick={() => setStatus(next, "confirmed")}>{t("bookings.confirm")}</Button>
            )}
            <Button onClick={() => setSheet("move")}>{t("bookings.reschedule")}</Button>
            <Button kind="plain" onClick={() => setStatus(next, "cancelled")}>
              {t("bookings.cancel")}
            </Button>
          </BookingLine>
        </ul>
      ) : (
        <div class="paper row between">
          <span class="quiet">{t("card.nothing_booked")}</span>
          <Button icon="book" onClick={() => setSheet("book")}>
            {t("card.book_next")}
          </Button>
        </div>
      )}
      {sheet === "book" && <BookingForm client={card.client.id} onClose={() => setSheet(null)} />}
      {sheet === "move" && next && <Reschedule booking={next} card={card} onClose={() => setSheet(null)} />}
    </section>
  );
}

function Balance({ card }: { card: Card }) {
  const [marking, setMarking] = useState<Booking | null>(null);
  const unpaid = card.bookings.filter((booking) => booking.cells.status === "completed" && payable(booking, card));
  const sum = money(Math.abs(card.owed), currency.value);
  return (
    <section>
      <h2>{t("card.balance")}</h2>
      <div class="paper row between">
        {card.owed > 0 && <strong class="owed figures">{t("clients.owes", { sum })}</strong>}
        {card.owed < 0 && <strong class="figures">{t("card.credit", { sum })}</strong>}
        {card.owed === 0 && <span class="paid">{t("card.nothing_owed")}</span>}
      </div>
      {unpaid.length > 0 && (
        <ul class="booking-list">
          {unpaid.slice(0, SHOWN).map((booking) => (
            <BookingLine key={booking.id} booking={booking} card={card}>
              <Button onClick={() => setMarking(booking)}>{t("bookings.mark_paid")}</Button>
            </BookingLine>
          ))}
        </ul>
      )}
      {marking && <MarkPaid booking={marking} card={card} onClose={() => setMarking(null)} />}
    </section>
  );
}

function Tasks({ card }: { card: Card }) {
  const [adding, setAdding] = useState(false);
  const open = card.tasks.filter((task) => !task.cells.done);
  return (
    <section>
      <h2>{t("card.open_tasks")}</h2>
      <div class="paper">
        {open.length > 0 && (
          <ul class="tasks">
            {open.map((task) => (
              <Line key={task.id} task={task} onCard />
            ))}
          </ul>
        )}
        <Button kind="plain" icon="new" onClick={() => setAdding(true)}>
          {t("card.new_task")}
        </Button>
      </div>
      {adding && <TaskForm client={card.client.id} onClose={() => setAdding(false)} />}
    </section>
  );
}

function Alerts({ card }: { card: Card }) {
  const pinned = card.notes.filter((note) => note.cells.pinned);
  if (pinned.length === 0) return null;
  return (
    <section>
      <h2>{t("card.pinned_notes")}</h2>
      <ul class="paper card-lines">
        {pinned.map((note) => (
          <NoteLine key={note.id} note={note} card={card} />
        ))}
      </ul>
    </section>
  );
}

function Facts({ card }: { card: Card }) {
  const past = card.bookings.filter((booking) => booking.cells.status === "completed");
  const last = past[0];
  const { registered, source } = card.client.cells;
  return (
    <section>
      <h2>{t("card.history")}</h2>
      <dl class="paper fact-list">
        <dt>{t("card.visits")}</dt>
        <dd>{n("card.visits_count", past.length)}</dd>
        {last && (
          <>
            <dt>{t("card.last_booking")}</dt>
            <dd>{day(startOf(last), "full")}</dd>
          </>
        )}
        {registered != null && (
          <>
            <dt>{t("card.registered")}</dt>
            <dd>{day(registered, "full")}</dd>
          </>
        )}
        {source && (
          <>
            <dt>{t("card.source")}</dt>
            <dd>{source}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
