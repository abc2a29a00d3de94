import "./month.css";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica";
import { nameOf, today, weekStart, zone } from "../business";
import { Waiting } from "../clients/waiting";
import { translated, weekday } from "../forms/localtime";
import { Chip, Icon, VirtualList } from "../kit";
import { Link, useScrollMemory } from "../router";
import { isOff } from "../today/day";
import { entryOf } from "../today/entry";
import { day, n, t, time } from "../words";
import { type Line, lineOf, linesOf } from "./agenda";
import { weekOf } from "./week";

/** The height of a line, in px. */
const HEIGHT = 56;

/** A month as an agenda, and its days beside it to jump to. */
export function MonthView({ days, stops }: { days: string[]; stops: Stop[] }) {
  const now = today();
  const pane = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(days, stops, now, zone.value), [days[0], stops, now, zone.value]);
  const jump = (to: string) => {
    if (pane.current) pane.current.scrollTop = lineOf(lines, to) * HEIGHT;
  };
  useScrollMemory(pane);
  useLayoutEffect(() => {
    if (days.includes(now) && pane.current?.scrollTop === 0) jump(now);
  }, [days[0], stops.length > 0]);
  return (
    <div class="calendar-pane month">
      <Days days={days} lines={lines} now={now} onJump={jump} />
      <div class="month-list" ref={pane} data-scroll>
        <VirtualList
          items={lines}
          height={HEIGHT}
          label={t("nav.calendar")}
          row={(line) => <LineOf line={line} now={now} />}
        />
      </div>
    </div>
  );
}

interface DaysProps {
  days: string[];
  lines: readonly Line[];
  now: string;
  onJump: (day: string) => void;
}

/** The days of the month, a strip on phones and a sheet of the wall calendar on desktops; each scrolls the agenda to itself. */
function Days({ days, lines, now, onJump }: DaysProps) {
  const start = weekStart();
  const counts = new Map(lines.flatMap((line) => (line.kind === "day" ? [[line.day, line.count] as const] : [])));
  const strip = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const marked = strip.current?.querySelector<HTMLElement>("[aria-current]");
    if (strip.current) strip.current.scrollLeft = marked ? marked.offsetLeft - strip.current.clientWidth / 2 : 0;
  }, [days[0]]);
  const first = ((weekday(days[0] ?? "") - start + 7) % 7) + 1;
  return (
    <nav class="month-days" ref={strip} aria-label={t("calendar.jump")}>
      <div class="month-names quiet" aria-hidden="true">
        {weekOf(days[0] ?? "", start).map((each) => (
          <span key={each}>{day(each, "weekday")}</span>
        ))}
      </div>
      <ol>
        {days.map((each, index) => {
          const count = counts.get(each) ?? 0;
          return (
            <li key={each} style={index === 0 ? { "--first": first } : undefined}>
              <button
                type="button"
                class={count ? "booked" : undefined}
                aria-current={each === now ? "date" : undefined}
                aria-label={`${day(each, "long")}, ${n("calendar.count", count)}`}
                onClick={() => onJump(each)}
              >
                <span class="month-weekday">{day(each, "weekday")}</span>
                <b class="figures">{day(each, "number")}</b>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function LineOf({ line, now }: { line: Line; now: string }) {
  if (line.kind === "stop") return <StopLine stop={line.stop} />;
  if (line.kind === "free") {
    const range = { from: day(line.day), to: day(line.last) };
    return (
      <Link to={`/calendar/${line.day}`} class="month-line unbooked">
        <span>{line.count > 1 ? t("calendar.free.range", range) : day(line.day)}</span>
        <span>{n("calendar.free", line.count)}</span>
      </Link>
    );
  }
  return (
    <Link to={`/calendar/${line.day}`} class={line.day === now ? "month-line head today" : "month-line head"}>
      <h2>{day(line.day, "long")}</h2>
      {line.day === now && <Chip tone="accent">{t("nav.today")}</Chip>}
      <span class="quiet figures">{line.count || t("calendar.none")}</span>
    </Link>
  );
}

function StopLine({ stop }: { stop: Stop }) {
  const entry = entryOf(stop.client);
  const service = replica.table("service").value.get(stop.service);
  const pets = entry?.pets.filter((pet) => stop.pets.includes(pet.id)).map((pet) => pet.name) ?? [];
  return (
    <Link to={`/bookings/${stop.id}`} class={isOff(stop) ? "month-line off" : "month-line"}>
      <span class="month-edge" style={{ background: service?.cells.color ?? "var(--edge)" }} />
      <time class="figures" dateTime={stop.start}>
        {time(translated(stop.start, stop.zone || zone.value, zone.value))}
      </time>
      <span class="month-words">
        <b>{entry?.name ?? t("today.unknown")}</b>{" "}
        <span class="quiet">
          {[pets.join(", "), service?.cells.name, nameOf("member", stop.member)].filter(Boolean).join(" · ")}
        </span>
      </span>
      <Waiting row={stop} />
      {entry?.alert && (
        <span class="block-alert">
          <Icon name="pin" size={16} />
          <span class="unseen">{entry.alert}</span>
        </span>
      )}
      {stop.status === "completed" ? (
        <span class="paid">
          <Icon name="check" size={16} />
          <span class="unseen">{t("today.status.completed")}</span>
        </span>
      ) : (
        stop.status &&
        stop.status !== "confirmed" && (
          <Chip tone={stop.status === "requested" ? "accent" : undefined}>{t(`today.status.${stop.status}`)}</Chip>
        )
      )}
    </Link>
  );
}
