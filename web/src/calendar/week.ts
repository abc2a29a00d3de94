/** Weeks of the calendar. Pure. */
import { addDays, weekday } from "../forms/localtime.ts";

/** Whether `text` is a day that exists, `2026-11-21`. */
export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

/** The seven days of the week in which `day` stands; `start` is the ISO weekday that opens it. */
export function weekOf(day: string, start: number): string[] {
  const first = addDays(day, -((weekday(day) - start + 7) % 7));
  return Array.from({ length: 7 }, (_, index) => addDays(first, index));
}

/** The Monday of an ISO week, `2026-W47`; null for what is none. */
export function mondayOf(week: string): string | null {
  const [, year, number] = week.match(/^(\d{4})-W(\d\d)$/) ?? [];
  if (!year || !number) return null;
  // The fourth of January is always in the first week.
  const first = `${year}-01-04`;
  return addDays(first, (Number(number) - 1) * 7 - weekday(first) + 1);
}
