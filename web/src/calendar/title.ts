/** Days, weeks and months as the calendar's title has them. */
import { today } from "../business";
import { day, locale } from "../words";
import type { View } from "./period";

/** The name of the days shown: Saturday, 21 November (`short`: Sat, 21 Nov); 16–22 November; November 2026. */
export function titleOf(view: View, days: readonly string[], short = false): string {
  const [first = "", last = first] = [days[0], days.at(-1)];
  if (view === "month") return day(first, "month");
  const other = first.slice(0, 4) !== today().slice(0, 4) || last.slice(0, 4) !== first.slice(0, 4);
  if (view === "day" && !other) return day(first, short ? "short" : "long");
  const form = new Intl.DateTimeFormat(locale.value, {
    day: "numeric",
    month: short ? "short" : "long",
    timeZone: "UTC",
    ...(other ? { year: "numeric" } : {}),
    ...(view === "day" ? { weekday: short ? "short" : "long" } : {}),
  });
  return form.formatRange(Date.parse(first), Date.parse(last));
}
