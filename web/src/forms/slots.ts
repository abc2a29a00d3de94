/**
 * When a member is free: working hours less what is booked already. Pure. Working hours stand on the business's clock;
 * what is free between them is reckoned in real time, so that a night on which the clocks move is neither overbooked nor
 * offered an hour that does not exist.
 */
import type { Stop } from "../../../sync/replica.ts";
import { addDays, clockMinutes, clockText, localTime, resolve, weekday } from "./localtime.ts";
import { occupies } from "./overlapping.ts";

export { occupies, overlapping } from "./overlapping.ts";

/** A stretch of a day, in minutes since midnight on the clock's face. */
export interface Span {
  from: number;
  to: number;
}

/** What is asked of a day or of the days from it on. */
export interface Wish {
  member: string;
  /** How long the booking takes, with the time to get away from it, in minutes of real time. */
  minutes: number;
  /** Working hours as stored: ISO weekday → list of [from, to]. */
  hours: unknown;
  /** What stands in the calendar on those days. */
  stops: readonly Stop[];
  /** Minutes kept free after a stop of this service. */
  buffer: (service: string) => number;
  /** The zone that the hours and the offered times are meant in. */
  zone: string;
  /** No start before this local time. */
  notBefore: string;
  /** The booking that is being moved: it is not in its own way. */
  except?: string;
}

/** A stretch of real time, in ms. */
interface Stretch {
  from: number;
  to: number;
}

const MINUTE = 60_000;
const WHOLE_DAY = 24 * 60;
const STEP = 30;
const ROUND = 5;
const USUAL: Span = { from: 9 * 60, to: 18 * 60 };

/** Whether anybody said when they work. */
const isSaid = (hours: unknown): boolean => Object.keys((hours ?? {}) as object).length > 0;

const CLOCK = /^([01]\d|2[0-4]):[0-5]\d$/;

/** The spans of `day` in which one works, what is no span left out; nine to six on weekdays where nobody said. */
export function openSpans(hours: unknown, day: string): Span[] {
  if (!isSaid(hours)) return weekday(day) <= 5 ? [USUAL] : [];
  const spans = (hours as Record<string, unknown>)[weekday(day)];
  if (!Array.isArray(spans)) return [];
  return spans
    .filter((span): span is [string, string] => Array.isArray(span) && [0, 1].every((end) => CLOCK.test(span[end])))
    .map(([from, to]) => ({ from: clockMinutes(from), to: clockMinutes(to) || WHOLE_DAY }))
    .filter((span) => span.from < span.to);
}

/** The instant (ms) of a moment of `day`, in minutes since midnight; 1440 is the next day's midnight. */
function moment(day: string, minutes: number, zone: string): number {
  const local =
    minutes < WHOLE_DAY ? `${day}T${clockText(minutes)}` : `${addDays(day, 1)}T${clockText(minutes - WHOLE_DAY)}`;
  return resolve(local, zone).at;
}

/** The working spans of a day in real time. */
const worked = (day: string, hours: unknown, zone: string): Stretch[] =>
  openSpans(hours, day).map(({ from, to }) => ({ from: moment(day, from, zone), to: moment(day, to, zone) }));

/** When the member of a wish is taken, the buffers after bookings with them, in order. */
function taken({ member, stops, buffer, zone, except }: Wish): Stretch[] {
  return stops
    .filter((stop) => stop.member === member && stop.id !== except && occupies(stop))
    .map((stop) => {
      const from = resolve(stop.start, stop.zone || zone).at;
      return { from, to: from + (stop.minutes + buffer(stop.service)) * MINUTE };
    })
    .sort((a, b) => a.from - b.from);
}

/** Starts on `day` that leave room for all the minutes: the beginning of each gap, then every half hour. */
export function freeStarts(day: string, wish: Wish): string[] {
  return startsOn(day, wish, taken(wish));
}

function startsOn(day: string, wish: Wish, busy: readonly Stretch[]): string[] {
  const starts: string[] = [];
  if (wish.notBefore.slice(0, 10) > day) return starts;
  const least = resolve(wish.notBefore, wish.zone).at;
  for (const span of worked(day, wish.hours, wish.zone)) {
    let from = Math.max(span.from, least);
    for (const each of [...busy, { from: span.to, to: span.to }]) {
      const until = Math.min(each.from, span.to) - wish.minutes * MINUTE;
      if (from <= until) starts.push(...startsWithin({ from, to: until }, day, wish.zone));
      from = Math.max(from, each.to);
    }
  }
  return starts;
}

/** The starts of `day` in a stretch, ends included; of a repeated time the first, since that is what its text means. */
function startsWithin(stretch: Stretch, day: string, zone: string): string[] {
  const starts: string[] = [];
  const first = localTime(stretch.from, zone);
  let minutes = first.slice(0, 10) < day ? 0 : Math.ceil(clockMinutes(first) / ROUND) * ROUND;
  while (minutes < WHOLE_DAY) {
    const local = `${day}T${clockText(minutes)}`;
    const { at, kind } = resolve(local, zone);
    if (at > stretch.to) break;
    if (kind !== "skipped" && at >= stretch.from) starts.push(local);
    const next = Math.ceil((minutes + 1) / STEP) * STEP;
    minutes = next - minutes < STEP / 2 ? next + STEP : next;
  }
  return starts;
}

/** The first `count` free starts in the `days` from `day` on, at most `perDay` of each, so that more than one day is offered. */
export function nextFree(day: string, days: number, wish: Wish, count = 6, perDay = 3): string[] {
  const busy = taken(wish);
  const found: string[] = [];
  for (let i = 0; i < days && found.length < count; i++) {
    found.push(...startsOn(addDays(day, i), wish, busy).slice(0, perDay));
  }
  return found.slice(0, count);
}

/** `wanted` when it is free, else the free start nearest to it: on its own day, else on the nearest within `days`. */
export function nearestFree(wanted: string, days: number, wish: Wish): string | undefined {
  const busy = taken(wish);
  if (isFree(wanted, wish, busy)) return wanted;
  const [date = "", clock = ""] = wanted.split("T");
  const away = (start: string) => Math.abs(clockMinutes(start) - clockMinutes(clock));
  for (let i = 0; i <= days; i++) {
    for (const day of new Set([addDays(date, i), addDays(date, -i)])) {
      const [nearest] = startsOn(day, wish, busy).sort((a, b) => away(a) - away(b));
      if (nearest) return nearest;
    }
  }
  return undefined;
}

function isFree(start: string, wish: Wish, busy: readonly Stretch[]): boolean {
  const { at: from, kind } = resolve(start, wish.zone);
  const to = from + wish.minutes * MINUTE;
  return (
    kind !== "skipped" &&
    start >= wish.notBefore &&
    worked(start.slice(0, 10), wish.hours, wish.zone).some((span) => span.from <= from && to <= span.to) &&
    !busy.some((each) => each.from < to && from < each.to)
  );
}

/** Whether a booking of less than a day reaches beyond working hours that somebody entered. */
export function isOutside(hours: unknown, start: string, minutes: number, zone: string): boolean {
  if (!isSaid(hours) || minutes >= WHOLE_DAY) return false;
  const from = resolve(start, zone).at;
  const to = from + minutes * MINUTE;
  return !worked(start.slice(0, 10), hours, zone).some((span) => span.from <= from && to <= span.to);
}
