import { useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica.ts";
import { addDays } from "../forms/localtime";
import { LinkButton } from "../kit";
import { day, t, time } from "../words";
import { isOpen } from "./day";
import { entryOf } from "./entry";

/** How many days ahead the next stop is looked for. */
const AHEAD = 60;

/** The way out of an empty day: to the next one with a stop, which it names, or to the calendar. */
export function UpNext({ date, mine }: { date: string; mine: (stop: Stop) => boolean }) {
  const ahead = useMemo(() => replica.stops(addDays(date, 1), addDays(date, AHEAD)), [date]).value;
  const next = ahead.find((stop) => isOpen(stop) && mine(stop));
  if (!next) return <LinkButton to={`/calendar/${date}`}>{t("today.calendar")}</LinkButton>;
  const on = next.start.slice(0, 10);
  return (
    <LinkButton to={`/today/${on}`} icon="right">
      {t("today.upnext", {
        day: day(on),
        time: time(next.start),
        name: entryOf(next.client)?.name || t("today.unknown"),
      })}
    </LinkButton>
  );
}
