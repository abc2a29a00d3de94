/** How long ago something was, as a person says it. */
import { dateTime, format } from "../words";

const MINUTE = 60_000;
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
];

/** "5 minutes ago", "yesterday"; the date of what is a month old. `at` and `now` in ms UTC. */
export function ago(at: number, now = Date.now()): string {
  const past = Math.max(0, now - at);
  const [unit, size] = STEPS.find(([, size]) => past >= size) ?? ["minute", MINUTE];
  if (unit === "day" && past > 30 * size) return dateTime(at);
  const words = format(Intl.RelativeTimeFormat, { numeric: "auto" } as Intl.RelativeTimeFormatOptions);
  return words.format(-Math.floor(past / size), unit);
}
