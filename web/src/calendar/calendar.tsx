import "./calendar.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica";
import { today, weekStart } from "../business";
import { BookingForm } from "../forms/booking";
import { addDays } from "../forms/localtime";
import { Button, Page } from "../kit";
import { back, go, path } from "../router";
import { t } from "../words";
import { lastView, rememberView, shownOf } from "./chosen";
import { DayView } from "./dayview";
import { Choices, Heading } from "./head";
import { MonthView } from "./monthview";
import { dayIn, daysOf, pathOf, VIEWS, type View } from "./period";
import { forgetPlace } from "./place";
import { titleOf } from "./title";
import { WeekView } from "./weekview";

/** The day that was looked at last: a view that has it in it comes back to it. */
let looked = "";

/** The calendar at `text`, the last part of its path; an address that means no period is replaced by one that does. */
function Calendar({ view, text }: { view: View; text: string }) {
  const start = weekStart();
  const found = dayIn(view, text);
  const right = found && pathOf(view, found, start);
  useEffect(() => {
    if (right === path.peek() || path.peek() === "/bookings/new") return;
    if (!found) forgetPlace();
    const wanted = VIEWS.find((name) => name === text) ?? (view === "day" ? lastView() : view);
    go(right ?? pathOf(wanted, today(), start), { replace: true });
  }, [text, right]);
  const shown = found ?? (path.value === "/bookings/new" ? today() : null);
  if (!shown) return null;
  return <Period view={view} days={daysOf(view, shown, start)} first={shown} />;
}

/** A period that exists, with what can be done in it. */
function Period({ view, days, first }: { view: View; days: string[]; first: string }) {
  const now = today();
  const within = [looked, now].find((day) => days.includes(day));
  const day = view === "day" ? first : (within ?? first);
  useEffect(() => {
    looked = day;
    rememberView(view);
  }, [view, day]);
  const [from = first, to = first] = [days[0], days.at(-1)];
  // A booking of the night before reaches into the day, and one made in another zone may carry the date of its neighbour.
  const stops = useMemo(() => replica.stops(addDays(from, -1), addDays(to, 1)), [from, to]).value;
  const booking = useSignal("");
  const View = view === "day" ? DayView : view === "week" ? WeekView : MonthView;
  return (
    <Page
      title={`${t("nav.calendar")}, ${titleOf(view, days)}`}
      heading={<Heading view={view} day={day} days={days} />}
      full
      primary={
        <Button kind="primary" icon="new" onClick={() => (booking.value = dayInFocus() ?? day)}>
          {t("calendar.new")}
        </Button>
      }
    >
      <Choices view={view} day={day} cancelled={cancelledIn(stops, days)} />
      <View days={days} stops={shownOf(stops)} />
      {booking.value && <BookingForm start={booking.value} onClose={() => (booking.value = "")} />}
      {path.value === "/bookings/new" && <BookingForm onClose={() => back("/calendar")} />}
    </Page>
  );
}

/** The day whose booking has the focus: a new one is meant for it. */
const dayInFocus = (): string | undefined => document.activeElement?.closest<HTMLElement>("[data-day]")?.dataset.day;

const cancelledIn = (stops: readonly Stop[], days: readonly string[]): number =>
  stops.filter((stop) => stop.status === "cancelled" && days.includes(stop.start.slice(0, 10))).length;

/** /calendar/2026-11-21, and /calendar for today in the view used last. */
export const CalendarDay = ({ date = "" }: { date?: string }) => <Calendar view="day" text={date} />;

/** /calendar/week/2026-W47 */
export const CalendarWeek = ({ week = "" }: { week?: string }) => <Calendar view="week" text={week} />;

/** /calendar/month/2026-11 */
export const CalendarMonth = ({ month = "" }: { month?: string }) => <Calendar view="month" text={month} />;
