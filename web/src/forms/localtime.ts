/**
 * Local times of a business: `YYYY-MM-DDTHH:MM` on the clock of an IANA zone. A booking stores that and not an instant, so
 * it stays at half past nine when the law moves the clocks. Twice a year some local times do not exist and some come twice;
 * here both are said rather than guessed.
 */
import { clockAt, localTime } from "../../../sync/agenda.ts";

export { localTime };

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What the clock of `zone` shows at the instant `at` (ms), as if it were UTC ms. */
function shown(at: number, zone: string): number {
  return Date.parse(`${clockAt(at, zone)}Z`);
}

function asUtc(local: string): number {
  return Date.parse(`${local.slice(0, 16)}Z`);
}

function asLocal(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}

/** The local day in `zone` at the instant `at` (ms). */
export function localDay(at: number, zone: string): string {
  return localTime(at, zone).slice(0, 10);
}

const offsets = new Map<string, Map<number, number>>();

/** How far the clock of `zone` is ahead of UTC at the midnight that begins UTC day number `day`, in ms. */
function offsetOn(day: number, zone: string): number {
  const known = offsets.get(zone) ?? new Map<number, number>();
  if (known.size === 0) offsets.set(zone, known);
  const offset = known.get(day) ?? shown(day * DAY, zone) - day * DAY;
  known.set(day, offset);
  return offset;
}

/** The offsets of `zone` (ms) well before and well after the wall time `wall`; they differ where clocks move between. */
function offsetsAround(wall: number, zone: string): [number, number] {
  const day = Math.floor(wall / DAY);
  return [offsetOn(day - 1, zone), offsetOn(day + 2, zone)];
}

/** The instants (ms) at which the clock of `zone` shows `local`: none when it is skipped, two when it is repeated. */
export function instants(local: string, zone: string): number[] {
  const wall = asUtc(local);
  const [before, after] = offsetsAround(wall, zone);
  if (before === after) return [wall - before];
  return [wall - before, wall - after].filter((at) => shown(at, zone) === wall).sort((a, b) => a - b);
}

/** A local time with what became of it on the night when the clocks move. */
export interface Resolved {
  /** The instant (ms) meant: of a repeated time the first, of a skipped one the moment as long after the change. */
  at: number;
  /** The local time that `at` shows; differs from what was asked for only when that is skipped. */
  local: string;
  kind: "once" | "skipped" | "repeated";
}

/** The instant that `local` means in `zone`. */
export function resolve(local: string, zone: string): Resolved {
  const found = instants(local, zone);
  const first = found[0];
  if (first !== undefined) return { at: first, local, kind: found.length > 1 ? "repeated" : "once" };
  const wall = asUtc(local);
  const at = wall - offsetsAround(wall, zone)[0];
  return { at, local: localTime(at, zone), kind: "skipped" };
}

/** The local time `minutes` of real time after `local`: a night's boarding is an hour longer when the clocks go back. */
export function later(local: string, minutes: number, zone: string): string {
  return localTime(resolve(local, zone).at + minutes * MINUTE, zone);
}

/** What the clock of `to` shows when that of `from` shows `local`. */
export function translated(local: string, from: string, to: string): string {
  return from === to ? local : localTime(resolve(local, from).at, to);
}

/** The day `days` after `day` on the calendar. */
export function addDays(day: string, days: number): string {
  return asLocal(asUtc(`${day}T00:00`) + days * DAY).slice(0, 10);
}

/** ISO weekday of a day, 1 Monday to 7 Sunday. */
export function weekday(day: string): number {
  return new Date(asUtc(`${day}T00:00`)).getUTCDay() || 7;
}

/** Minutes since midnight on the clock face of a local time, or of `HH:MM`. */
export function clockMinutes(local: string): number {
  const [hours = 0, minutes = 0] = local.slice(-5).split(":").map(Number);
  return hours * 60 + minutes;
}

/** `HH:MM` for minutes since midnight. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Whole years from `birth` to `day` and the months beyond them. Both are local days; never negative. */
export function age(birth: string, day: string): { years: number; months: number } {
  const [y0 = 0, m0 = 0, d0 = 0] = birth.split("-").map(Number);
  const [y1 = 0, m1 = 0, d1 = 0] = day.split("-").map(Number);
  const months = Math.max(0, (y1 - y0) * 12 + m1 - m0 - (d1 < d0 ? 1 : 0));
  return { years: Math.floor(months / 12), months: months % 12 };
}
