/** Opening and working hours as a person edits them: seven days, each with its spans, and what is wrong with one. Pure. */
import { addDays, clockMinutes, clockText } from "../forms/localtime.ts";
import { openSpans } from "../forms/slots.ts";

/** A stretch of a day as typed, `HH:MM` each; to `00:00` is to midnight. Either is "" while it is not filled in. */
export interface Times {
  from: string;
  to: string;
}

/** ISO weekday (1 Monday to 7 Sunday) → its spans; none on a closed day. */
export type Week = Record<number, Times[]>;

/** What keeps a span from being kept; "" when nothing does. */
export type Fault = "" | "missing" | "ends" | "overlaps";

/** A Monday: days of the week are counted from it. */
export const MONDAY = "2024-01-01";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const MIDNIGHT = 24 * 60;

/** The days of a week that starts on `first`, in that order. */
export const weekFrom = (first: number): number[] => WEEKDAYS.map((_, index) => ((first - 1 + index) % 7) + 1);

/** Stored hours as they hold, the usual ones where nobody said. */
export function readWeek(hours: unknown): Week {
  const spans = (weekday: number) => openSpans(hours, addDays(MONDAY, weekday - 1));
  return Object.fromEntries(
    WEEKDAYS.map((weekday) => [
      weekday,
      spans(weekday).map(({ from, to }) => ({ from: clockText(from), to: clockText(to % MIDNIGHT) })),
    ]),
  );
}

/** Hours as they are stored: every weekday → its spans as [from, to], in order. */
export function storedWeek(week: Week): Record<string, [string, string][]> {
  return Object.fromEntries(
    WEEKDAYS.map((weekday) => [weekday, [...(week[weekday] ?? [])].sort(byStart).map(({ from, to }) => [from, to])]),
  );
}

const byStart = (a: Times, b: Times) => (a.from < b.from ? -1 : 1);
const end = ({ to }: Times) => clockMinutes(to) || MIDNIGHT;

/** What is wrong with each span of a day. Of two that overlap it is said of the later one. */
export function faults(spans: readonly Times[]): Fault[] {
  const whole = (span: Times) => span.from !== "" && span.to !== "";
  return spans.map((span, index) => {
    if (!whole(span)) return "missing";
    const from = clockMinutes(span.from);
    if (end(span) <= from) return "ends";
    const hit = spans.some((other, place) => {
      if (place === index || !whole(other)) return false;
      const begins = clockMinutes(other.from);
      const earlier = begins < from || (begins === from && place < index);
      return earlier && end(other) > from;
    });
    return hit ? "overlaps" : "";
  });
}

/** A span to propose after those of a day: an hour later, for up to four hours; undefined when the day is full. */
export function another(spans: readonly Times[]): Times | undefined {
  if (spans.some((span) => span.from === "" || span.to === "")) return undefined;
  const from = Math.max(...spans.map(end)) + 60;
  if (from >= MIDNIGHT) return undefined;
  return { from: clockText(from), to: clockText(Math.min(from + 240, MIDNIGHT) % MIDNIGHT) };
}

/** The week with Monday's hours from Monday to Friday. */
export function likeMonday(week: Week): Week {
  const monday = week[1] ?? [];
  return { ...week, ...Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, monday])) };
}
