/**
 * When a member is free: working hours less what is booked already. Pure; times of a day are minutes since midnight on the
 * business's clock.
 */
import type { Stop } from "../../../sync/replica.ts";
import { addDays, clockMinutes, clockText, resolve, weekday } from "./localtime.ts";

/** A stretch of a day, in minutes since midnight. */
export interface Span {
  from: number;
  to: number;
}

/** What is asked of a day or of the days from it on. */
export interface Wish {
  member: string;
  /** How long the booking takes, with the time to get away from it, in minutes. */
  minutes: number;
  /** Working hours as stored: ISO weekday → list of [from, to]. */
  hours: unknown;
  /** What stands in the calendar on those days. */
  stops: readonly Stop[];
  /** Minutes kept free after a stop of this service. */
  buffer: (service: string) => number;
  /** No start before this local time. */
  notBefore: string;
  /** The booking that is being moved: it is not in its own way. */
  except?: string;
}

const STEP = 30;
const ROUND = 5;
const USUAL: Span = { from: 9 * 60, to: 18 * 60 };

/** The spans of `day` in which one works; nine to six on weekdays where nobody said. */
export function openSpans(hours: unknown, day: string): Span[] {
  const days = (hours ?? {}) as Record<string, unknown>;
  if (Object.keys(days).length === 0) return weekday(day) <= 5 ? [USUAL] : [];
  const spans = days[weekday(day)];
  if (!Array.isArray(spans)) return [];
  return spans
    .filter((span): span is [string, string] => Array.isArray(span) && span.every((end) => typeof end === "string"))
    .map(([from, to]) => ({ from: clockMinutes(from), to: clockMinutes(to) || 24 * 60 }))
    .filter((span) => span.from < span.to);
}

/** Stops that take their member's time: those of cancelled and missed bookings do not. */
export function occupies(stop: Stop): boolean {
  return stop.status !== "cancelled" && stop.status !== "no_show";
}

/** Starts on `day` that leave room for all the minutes: the beginning of each gap, then every half hour. */
export function freeStarts(day: string, wish: Wish): string[] {
  const busy = wish.stops
    .filter(
      (stop) => stop.member === wish.member && stop.id !== wish.except && occupies(stop) && stop.start.startsWith(day),
    )
    .map((stop) => {
      const from = clockMinutes(stop.start);
      return { from, to: from + stop.minutes + wish.buffer(stop.service) };
    })
    .sort((a, b) => a.from - b.from);
  const starts: number[] = [];
  const least = wish.notBefore.slice(0, 10) === day ? clockMinutes(wish.notBefore) : wish.notBefore > day ? 24 * 60 : 0;
  for (const span of openSpans(wish.hours, day)) {
    let from = Math.max(span.from, least);
    for (const taken of [...busy, { from: span.to, to: span.to }]) {
      addStarts(starts, from, Math.min(taken.from, span.to) - wish.minutes);
      from = Math.max(from, taken.to);
    }
  }
  return starts.map((minutes) => `${day}T${clockText(minutes)}`);
}

function addStarts(starts: number[], from: number, last: number): void {
  let start = Math.ceil(from / ROUND) * ROUND;
  while (start <= last) {
    starts.push(start);
    const next = Math.ceil((start + 1) / STEP) * STEP;
    start = next - start < STEP / 2 ? next + STEP : next;
  }
}

/** The first `count` free starts in the `days` from `day` on, at most `perDay` of each, so that more than one day is offered. */
export function nextFree(day: string, days: number, wish: Wish, count = 6, perDay = 3): string[] {
  const found: string[] = [];
  for (let i = 0; i < days && found.length < count; i++) {
    found.push(...freeStarts(addDays(day, i), wish).slice(0, perDay));
  }
  return found.slice(0, count);
}

/** The stops of the same member that a booking would overlap, by real time. */
export function overlapping(
  stops: readonly Stop[],
  wanted: { member: string; start: string; minutes: number; zone: string; except?: string },
): Stop[] {
  const from = resolve(wanted.start, wanted.zone).at;
  const to = from + wanted.minutes * 60_000;
  return stops.filter((stop) => {
    if (stop.member !== wanted.member || stop.id === wanted.except || !occupies(stop)) return false;
    const begins = resolve(stop.start, stop.zone || wanted.zone).at;
    return begins < to && from < begins + stop.minutes * 60_000;
  });
}
