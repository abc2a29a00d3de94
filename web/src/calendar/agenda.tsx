import "./agenda.css";
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica.ts";
import { business, today as localToday, nameOf, zone } from "../business";
import { Waiting } from "../clients/waiting";
import { BookingForm } from "../forms/booking";
import { later } from "../forms/localtime";
import { Button, Empty, LinkButton, Page } from "../kit";
import { back, Link, path } from "../router";
import { isOff } from "../today/day";
import { DaySwitch } from "../today/dayswitch";
import { entryOf } from "../today/entry";
import { State } from "../today/state";
import { day, t, time } from "../words";
import { isDay, weekOf } from "./week";
import { WeekStrip } from "./weekstrip";

/** The bookings of one day in order, under the week that it stands in. `/bookings/new` opens the form over it. */
export default function Agenda({ date }: { date?: string }) {
  const now = localToday();
  const shown = date && isDay(date) ? date : now;
  const week = weekOf(shown, business.value?.cells.week_start ?? 1);
  const [first = shown, last = shown] = [week[0], week[6]];
  const stops = useMemo(() => replica.stops(first, last), [first, last]).value;
  const booking = useSignal(false);
  const days = stops.filter((stop) => stop.start.startsWith(shown));
  const counts = new Map(
    week.map((each) => [each, stops.filter((stop) => !isOff(stop) && stop.start.startsWith(each)).length]),
  );
  return (
    <Page
      title={`${t("nav.calendar")}, ${day(shown, "long")}`}
      heading={<DaySwitch title={day(shown, "long")} date={shown} to={(other) => `/calendar/${other}`} />}
      primary={
        <Button kind="primary" icon="new" onClick={() => (booking.value = true)}>
          {t("calendar.new")}
        </Button>
      }
    >
      <WeekStrip week={week} shown={shown} today={now} counts={counts} />
      {shown !== now && (
        <div class="row">
          <LinkButton kind="plain" to={`/calendar/${now}`} icon="undo">
            {t("calendar.today")}
          </LinkButton>
        </div>
      )}
      {days.length === 0 ? (
        <Empty icon="calendar" title={t("calendar.empty")} body={t("calendar.empty.body")} />
      ) : (
        <ol class="paper agenda">
          {days.map((stop) => (
            <Line key={stop.id} stop={stop} others={days} />
          ))}
        </ol>
      )}
      {booking.value && <BookingForm start={shown} onClose={() => (booking.value = false)} />}
      {path.value === "/bookings/new" && <BookingForm onClose={() => back("/calendar")} />}
    </Page>
  );
}

function Line({ stop, others }: { stop: Stop; others: readonly Stop[] }) {
  const entry = entryOf(stop.client);
  const service = replica.table("service").value.get(stop.service);
  const pets = entry?.pets.filter((pet) => stop.pets.includes(pet.id)).map((pet) => pet.name) ?? [];
  const more = [pets.join(", "), service?.cells.name, nameOf("member", stop.member)].filter(Boolean).join(" · ");
  const end = later(stop.start, stop.minutes, stop.zone || zone.value);
  return (
    <li class={isOff(stop) ? "off" : undefined} style={{ "--edge-color": service?.cells.color ?? "var(--edge)" }}>
      <Link to={`/bookings/${stop.id}`} class="agenda-line">
        <span class="agenda-time figures">
          <time dateTime={stop.start}>{time(stop.start)}</time>
          <span class="quiet">{time(end)}</span>
        </span>
        <span class="agenda-words">
          <b>{entry?.name ?? t("today.unknown")}</b> <Waiting row={stop} />
          <span class="quiet">{more}</span>
        </span>
        <span class="row">
          <State stop={stop} others={others} />
        </span>
      </Link>
    </li>
  );
}
