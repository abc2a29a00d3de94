import "./today.css";
import { effect, signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica.ts";
import { live, today as localToday, manages, zone } from "../business";
import { isDay } from "../calendar/week";
import { addDays } from "../forms/localtime";
import { crowdedOf } from "../forms/overlapping";
import { Button, IconButton } from "../kit/button";
import { Choice } from "../kit/choice";
import { useGrowing } from "../kit/growing";
import { Icon } from "../kit/icon";
import { lazy } from "../kit/lazy";
import { Page } from "../kit/page";
import { useWide } from "../kit/wide";
import { day as dayName, n, t } from "../words";
import { Begin } from "./begin";
import { isOff, isSettled, nextStop } from "./day";
import { DaySwitch } from "./dayswitch";
import { nextAct } from "./flow";
import { focused } from "./focus";
import { useToday } from "./midnight";
import { Nothing } from "./nothing";
import { StopCard, seenOf } from "./stop";
import { Summary } from "./summary";

const BookingForm = lazy((later) => later.BookingForm);

const WHOSE = "fichero.whose";
/** Null until the person chose: then staff see their own day, and those who manage see everybody's. */
const whose = signal(localStorage.getItem(WHOSE) as "mine" | "all" | null);
/** ms that the first paint waits for the card of the large stop, so that nothing moves when its address comes. */
const PATIENCE = 300;

/** The stops that are for this person to see. */
function useWhose() {
  const me = replica.me.value?.member;
  const team = live("member").length > 1;
  const chosen = whose.value ?? (manages.value ? "all" : "mine");
  const mine = (stop: Stop) => !team || chosen === "all" || !stop.member || stop.member === me;
  return { team, chosen, mine };
}

/** The large stop: the one that was acted on last while it waits for something, else the next that is open. */
function large(stops: readonly Stop[]): Stop | undefined {
  const at = stops.find((stop) => stop.id === focused());
  return at && nextAct(at, seenOf(at, "today")) ? at : nextStop(stops);
}

/** Resolves when the card of the large stop is here, or does not come. */
export async function ready(): Promise<void> {
  const now = localToday();
  const next = large(replica.stops(now, now).value);
  if (!next?.client) return;
  const card = replica.card(next.client);
  await new Promise<void>((done) => {
    const timer = setTimeout(done, PATIENCE);
    const end = effect(() => {
      if (card.value === undefined) return;
      clearTimeout(timer);
      queueMicrotask(() => end());
      done();
    });
  });
}

/** The day's stops in order of time, the next one large, with everything that is done at the door. */
export default function Today({ date }: { date?: string }) {
  const now = useToday();
  const shown = date && isDay(date) ? date : now;
  const stops = useMemo(() => replica.stops(shown, shown), [shown]).value;
  const booking = useSignal(false);
  const wide = useWide();
  const { team, chosen, mine } = useWhose();
  const own = stops.filter(mine);
  const going = own.filter((stop) => !isOff(stop));
  const next = shown === now ? large(going) : undefined;
  const title = dayTitle(shown, now);
  const book = () => {
    booking.value = true;
  };
  // Where a stop has the screen's one primary act, a new booking is made from the head, and nothing floats over the stops.
  const busy = own.length > 0 && !wide;

  return (
    <Page
      title={title}
      heading={
        <>
          <DaySwitch title={title} date={shown} to={(other) => (other === now ? "/today" : `/today/${other}`)} />
          {busy && <IconButton icon="new" label={t("calendar.new")} onClick={book} />}
        </>
      }
      primary={
        busy ? undefined : (
          <Button kind="primary" icon="new" onClick={book}>
            {t("calendar.new")}
          </Button>
        )
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
      {going.length > 0 && <Summary stops={going} isToday={shown === now} />}
      {own.length === 0 ? (
        <Nothing date={shown} isToday={shown === now} mine={mine} />
      ) : (
        <Stops
          key={shown}
          stops={own}
          next={next}
          others={stops}
          day={shown < now ? "past" : shown > now ? "coming" : "today"}
        />
      )}
      {booking.value && <BookingForm start={shown} onClose={() => (booking.value = false)} />}
    </Page>
  );
}

interface StopsProps {
  stops: Stop[];
  next: Stop | undefined;
  /** All of the day, some of which may take the time of others. */
  others: readonly Stop[];
  day: "past" | "today" | "coming";
}

/** What is settled before the next stop is folded away, once there is more than one of it. */
function Stops({ stops, next, others, day }: StopsProps) {
  const settled = next ? stops.slice(0, stops.indexOf(next)).filter(isSettled) : [];
  const folded = new Set(settled.length > 1 ? settled : []);
  const open = stops.filter((stop) => !folded.has(stop));
  const drawn = useGrowing(stops.length);
  const crowded = useMemo(() => crowdedOf(others, zone.value), [others, zone.value]);
  const draw = (stop: Stop) => (
    <StopCard key={stop.id} stop={stop} next={stop === next} crowded={crowded.has(stop.id)} day={day} />
  );
  return (
    <div>
      {folded.size > 0 && (
        <details class="past">
          <summary>
            <Icon name="done" />
            {n("today.settled", folded.size)}
            <Icon name="down" />
          </summary>
          <ol class="stops">{[...folded].slice(0, Math.max(0, drawn - open.length)).map(draw)}</ol>
        </details>
      )}
      <ol class="stops">{open.slice(0, drawn).map(draw)}</ol>
    </div>
  );
}

function dayTitle(date: string, now: string): string {
  if (date === now) return t("nav.today");
  if (date === addDays(now, 1)) return t("today.tomorrow");
  if (date === addDays(now, -1)) return t("today.yesterday");
  return dayName(date, "long");
}
