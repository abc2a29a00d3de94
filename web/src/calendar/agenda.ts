/** A month as lines: its days with what is booked on them, days without bookings folded together. Pure. */
import type { Stop } from "../../../sync/replica.ts";
import { localDay } from "../forms/localtime.ts";
import { instantOf } from "./pieces.ts";

export type Line =
  | { kind: "day"; id: string; day: string; count: number }
  | { kind: "stop"; id: string; day: string; stop: Stop }
  /** Days from `day` to `last` on which nothing is booked. */
  | { kind: "free"; id: string; day: string; last: string; count: number };

/** The lines of `days`. `today` always has a line of its own, so that one finds oneself. */
export function linesOf(days: readonly string[], stops: readonly Stop[], today: string, zone: string): Line[] {
  const byDay = new Map<string, { at: number; stop: Stop }[]>();
  for (const stop of stops) {
    const at = instantOf(stop, zone);
    const day = localDay(at, zone);
    byDay.set(day, [...(byDay.get(day) ?? []), { at, stop }]);
  }
  const lines: Line[] = [];
  for (const day of days) {
    const own = byDay.get(day)?.sort((a, b) => a.at - b.at) ?? [];
    const before = lines.at(-1);
    if (own.length > 0 || day === today) {
      lines.push({ kind: "day", id: day, day, count: own.length });
      for (const { stop } of own) lines.push({ kind: "stop", id: stop.id, day, stop });
    } else if (before?.kind === "free") {
      lines[lines.length - 1] = { ...before, last: day, count: before.count + 1 };
    } else lines.push({ kind: "free", id: day, day, last: day, count: 1 });
  }
  return lines;
}

/** The place of the line that stands for a day: its own, or that of the free days that it is among. */
export function lineOf(lines: readonly Line[], day: string): number {
  return lines.findIndex(
    (line) => line.kind !== "stop" && line.day <= day && day <= (line.kind === "free" ? line.last : line.day),
  );
}
