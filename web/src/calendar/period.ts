/** What the calendar shows: one day, a week or a month, and its path. Pure. */
import { addDays, weekday } from "../forms/localtime.ts";
import { isDay, mondayOf, weekOf } from "./week.ts";

export const VIEWS = ["day", "week", "month"] as const;
export type View = (typeof VIEWS)[number];

/** The last day of the month of a day or month. */
function lastOf(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Every day of the month in which `day` stands. */
export function monthOf(day: string): string[] {
  const month = day.slice(0, 7);
  return Array.from({ length: Number(lastOf(month).slice(8)) }, (_, index) => `${month}-${pad(index + 1)}`);
}

/** The name of the ISO week with this Monday, `2026-W47`: its Thursday says whose year it is. */
export function weekName(monday: string): string {
  const year = addDays(monday, 3).slice(0, 4);
  const first = mondayOf(`${year}-W01`) as string;
  return `${year}-W${pad((Date.parse(monday) - Date.parse(first)) / (7 * 86_400_000) + 1)}`;
}

/** The days of a view that has `day` in it; weeks open on ISO weekday `start`. */
export function daysOf(view: View, day: string, start: number): string[] {
  return view === "day" ? [day] : view === "week" ? weekOf(day, start) : monthOf(day);
}

/** The path of a view that has `day` in it. A week is named after the Monday in it, whatever day opens it. */
export function pathOf(view: View, day: string, start: number): string {
  if (view === "day") return `/calendar/${day}`;
  if (view === "month") return `/calendar/month/${day.slice(0, 7)}`;
  return `/calendar/week/${weekName(weekOf(day, start).find((each) => weekday(each) === 1) as string)}`;
}

/** The same view one period on (`by` 1) or back (-1). Months end on different days: the last is kept where need be. */
export function step(view: View, day: string, by: 1 | -1): string {
  if (view !== "month") return addDays(day, by * (view === "day" ? 1 : 7));
  const month = by > 0 ? addDays(lastOf(day), 1) : addDays(`${day.slice(0, 7)}-01`, -1);
  return nearest(`${month.slice(0, 7)}-${day.slice(8)}`) as string;
}

/** The day that the last part of a path means; null where it means none. 30 February is the last of February. */
export function dayIn(view: View, text: string): string | null {
  if (view === "day") return nearest(text);
  if (view === "month") return nearest(`${text}-1`);
  const [, year, number] = text.match(/^(\d{4})-W(\d\d?)$/) ?? [];
  if (!year || !Number(number) || Number(number) > 54) return null;
  let monday = mondayOf(`${year}-W${pad(Number(number))}`) as string;
  while (addDays(monday, 3).slice(0, 4) > year) monday = addDays(monday, -7);
  return monday;
}

function nearest(text: string): string | null {
  const [, year, month, number] = text.match(/^(\d{4})-(\d\d?)-(\d\d?)$/) ?? [];
  if (!year || !Number(month) || Number(month) > 12 || !Number(number) || Number(number) > 31) return null;
  const day = `${year}-${pad(Number(month))}-${pad(Number(number))}`;
  return isDay(day) ? day : lastOf(day);
}

const pad = (number: number): string => String(number).padStart(2, "0");
