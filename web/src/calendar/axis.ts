/**
 * The axis of a day: real minutes from its first moment to its last in the business's zone, so that a day on which the clocks
 * move is 23, 24.5 or 25 hours long and a booking on it is drawn as long as it is. Pure; offsets are minutes from that moment.
 */
import { addDays, clockMinutes, clockText, localTime, resolve } from "../forms/localtime.ts";

const MINUTE = 60_000;
const NOON = 12 * 60;
const DAY = 24 * 60;
/** Zones move their clocks at whole quarters of an hour. */
export const STEP = 15;

export interface Axis {
  /** The local day, `2026-11-21`. */
  day: string;
  zone: string;
  /** The instant (ms) at which the day begins. */
  start: number;
  /** How long the day is. */
  minutes: number;
  /** What the clock shows at its beginning, in minutes since midnight: not 0 where midnight is skipped. */
  base: number;
  /** When the clocks move within the day, and by how many minutes; null on other days. */
  jump: { at: number; by: number } | null;
}

/** A line of the axis with the time that its label shows. */
export interface Mark {
  at: number;
  local: string;
  /** The clock shows this time for the second time on this day. */
  again: boolean;
}

/** The axis of `day` on the clock of `zone`. */
export function axisOf(day: string, zone: string): Axis {
  const first = resolve(`${day}T00:00`, zone);
  const minutes = (resolve(`${addDays(day, 1)}T00:00`, zone).at - first.at) / MINUTE;
  const base = clockMinutes(first.local);
  const axis: Axis = { day, zone, start: first.at, minutes, base, jump: null };
  return minutes + base === DAY ? axis : { ...axis, jump: jumpOf(axis) };
}

/** Finds the move of the clocks by halving: before it the clock runs with the axis, after it the clock is off by `by`. */
function jumpOf({ start, minutes, base, zone }: Axis): Axis["jump"] {
  const off = (at: number) => clockMinutes(localTime(start + at * MINUTE, zone)) - base - at;
  const by = off(minutes - STEP);
  if (by === 0) return null;
  let [before, after] = [0, minutes / STEP - 1];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (off(middle * STEP) === 0) before = middle;
    else after = middle;
  }
  return { at: after * STEP, by };
}

/** The local time at an offset; those before and after the day belong to the days beside it. */
export function localAt(axis: Axis, at: number): string {
  const { day, base, jump, minutes, start, zone } = axis;
  if (at < 0 || at >= minutes) return localTime(start + at * MINUTE, zone);
  const clock = base + at + (jump && at >= jump.at ? jump.by : 0);
  return clock < DAY ? `${day}T${clockText(clock)}` : `${addDays(day, 1)}T${clockText(clock - DAY)}`;
}

/** True in the second pass of a repeated stretch: a local time cannot say it, since it means the first. */
export function isAgain({ jump }: Axis, at: number): boolean {
  return jump !== null && jump.by < 0 && at >= jump.at && at < jump.at - jump.by;
}

/** The offset of a time of day in minutes since midnight; of a repeated one the first, of a skipped one the moment after. */
export function offsetOf(axis: Axis, clock: number): number {
  if (clock >= DAY) return axis.minutes;
  if (!axis.jump) return Math.max(0, clock - axis.base);
  return (resolve(`${axis.day}T${clockText(clock)}`, axis.zone).at - axis.start) / MINUTE;
}

/** A line for every full hour of the clock, and one where the clocks move. */
export function marksOf(axis: Axis): Mark[] {
  const marks: Mark[] = [];
  for (let at = 0; at < axis.minutes; at += STEP) {
    const local = localAt(axis, at);
    if (local.endsWith(":00") || at === axis.jump?.at) marks.push({ at, local, again: isAgain(axis, at) });
  }
  return marks;
}

/** Days side by side stand so that their noons are level, since clocks move at night. How far each begins below the top. */
export function levelled(axes: readonly Axis[]): { tops: number[]; minutes: number } {
  const noons = axes.map((axis) => offsetOf(axis, NOON));
  const before = Math.max(...noons);
  const after = Math.max(...axes.map((axis, index) => axis.minutes - (noons[index] ?? 0)));
  return { tops: noons.map((noon) => before - noon), minutes: before + after };
}

/** The offset on a quarter of the hour nearest to `at` at which a booking can begin: never in the second pass. */
export function snap(axis: Axis, at: number): number {
  const snapped = Math.round(at / STEP) * STEP;
  return isAgain(axis, snapped) ? snapped + (axis.jump?.by ?? 0) : snapped;
}

/** The next quarter of an hour after `at` (`by` 1) or before it (-1) at which a booking can begin. */
export function nextStart(axis: Axis, at: number, by: 1 | -1): number {
  let next = (by > 0 ? Math.floor(at / STEP) + 1 : Math.ceil(at / STEP) - 1) * STEP;
  while (isAgain(axis, next)) next += by * STEP;
  return next;
}
