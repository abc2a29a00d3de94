import "./today.css";
import { signal, useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica.ts";
import { business, currency, live, today as localToday, manages, seesMoney } from "../business";
import { isDay } from "../calendar/week";
import { addressLine } from "../card/reach";
import { addDays } from "../forms/localtime";
import { Button, LinkButton } from "../kit/button";
import { Choice } from "../kit/choice";
import { Empty } from "../kit/empty";
import { Icon } from "../kit/icon";
import { lazy } from "../kit/lazy";
import { Page } from "../kit/page";
import { day as dayName, money, n, t } from "../words";
import { Begin } from "./begin";
import { isOff, isOpen, isSettled, nextStop, routeLink, toTake } from "./day";
import { DaySwitch } from "./dayswitch";
import { placeOf } from "./place";
import { StopCard } from "./stop";

const BookingForm = lazy((later) => later.BookingForm);

const WHOSE = "fichero.whose";
/** Null until the person chose: then staff see their own day, and those who manage see everybody's. */
const whose = signal(localStorage.getItem(WHOSE) as "mine" | "all" | null);

/** The day's stops in order of time, the next one large, with everything that is done at the door. */
export default function Today({ date }: { date?: string }) {
  const now = localToday();
  const shown = date && isDay(date) ? date : now;
  const stops = useMemo(() => replica.stops(shown, shown), [shown]).value;
  const booking = useSignal(false);
  const me = replica.me.value?.member;
  const chosen = whose.value ?? (manages.value ? "all" : "mine");
  const team = live("member").length > 1;
  const own = stops.filter((stop) => !team || chosen === "all" || !stop.member || stop.member === me);
  const going = own.filter((stop) => !isOff(stop));
  const next = shown === now ? nextStop(going) : undefined;
  const title = dayTitle(shown, now);

  return (
    <Page
      title={title}
      heading={<DaySwitch title={title} date={shown} to={(other) => (other === now ? "/today" : `/today/${other}`)} />}
      primary={
        <Button kind="primary" icon="new" onClick={() => (booking.value = true)}>
          {t("calendar.new")}
        </Button>
      }
    >
      <Begin />
      {team && (
        <Choice
          segments
          bare
          label={t("today.whose")}
          value={chosen}
          options={[
            { value: "all", label: t("today.all") },
            { value: "mine", label: t("today.mine") },
          ]}
          onChange={(value) => {
            whose.value = value;
            localStorage.setItem(WHOSE, value);
          }}
        />
      )}
      {going.length > 0 && <Summary stops={going} />}
      {own.length === 0 ? (
        <Nothing date={shown} isToday={shown === now} />
      ) : (
        <Stops stops={own} next={next} others={stops} />
      )}
      {booking.value && <BookingForm start={shown} onClose={() => (booking.value = false)} />}
    </Page>
  );
}

/** What is settled before the next stop is folded away, once there is more than one of it. */
function Stops({ stops, next, others }: { stops: Stop[]; next: Stop | undefined; others: readonly Stop[] }) {
  const settled = next ? stops.slice(0, stops.indexOf(next)).filter(isSettled) : [];
  const folded = new Set(settled.length > 1 ? settled : []);
  const draw = (stop: Stop) => <StopCard key={stop.id} stop={stop} next={stop === next} others={others} />;
  return (
    <div>
      {folded.size > 0 && (
        <details class="past">
          <summary>
            <Icon name="done" />
            {n("today.settled", folded.size)}
            <Icon name="down" />
          </summary>
          <ol class="stops">{[...folded].map(draw)}</ol>
        </details>
      )}
      <ol class="stops">{stops.filter((stop) => !folded.has(stop)).map(draw)}</ol>
    </div>
  );
}

function dayTitle(date: string, now: string): string {
  if (date === now) return t("nav.today");
  if (date === addDays(now, 1)) return t("today.tomorrow");
  if (date === addDays(now, -1)) return t("today.yesterday");
  return dayName(date, "long");
}

/** How the day stands in one line, and the way through what is left of it. */
function Summary({ stops }: { stops: Stop[] }) {
  const open = stops.filter(isOpen);
  const places = useComputed(() => open.map((stop) => addressLine(placeOf(stop))).filter(Boolean));
  const rest = toTake(stops);
  return (
    <div class="day-line">
      <p class="figures">
        {open.length > 0 ? n("today.left", open.length) : n("today.done", stops.length)}
        {seesMoney.value && rest > 0 && (
          <>
            {" · "}
            <span class="owed">{t("today.take", { sum: money(rest, currency.value) })}</span>
          </>
        )}
      </p>
      {places.value.length > 1 && (
        <LinkButton kind="plain" icon="map" href={routeLink(places.value)}>
          {t("today.route")}
        </LinkButton>
      )}
    </div>
  );
}

function Nothing({ date, isToday }: { date: string; isToday: boolean }) {
  // Before the first sync nobody knows whether there is anything; the notice above says how far it is.
  if (!business.value) return null;
  if (isToday && replica.directory.value.length === 0) {
    return (
      <Empty
        icon="newClient"
        title={t("today.first")}
        body={t("today.first.body")}
        action={
          <LinkButton to="/clients/new" icon="newClient">
            {t("today.first.client")}
          </LinkButton>
        }
      />
    );
  }
  return (
    <Empty
      icon="calendar"
      title={isToday ? t("today.empty") : t("today.empty.day")}
      body={t("today.empty.body")}
      action={<LinkButton to={`/calendar/${date}`}>{t("today.calendar")}</LinkButton>}
    />
  );
}
