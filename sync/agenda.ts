/** The agenda: what the calendar draws of each booking, kept by month. */
import { isPaid, receipts } from "./ledger.ts";
import { collectionsOf, type Plain, rowsOf } from "./row.ts";

/** One booking of the agenda. */
export interface Stop {
  id: string;
  client: string;
  /** Ids of pets. */
  pets: string[];
  service: string;
  member: string;
  /** Local time in `zone`, `2026-11-21T09:30`. */
  start: string;
  minutes: number;
  zone: string;
  status: string;
  /** When the work was started, ms UTC; null until then. */
  started: number | null;
  modality: string;
  /** The price in minor units; null when there is none or it may not be seen. */
  amount: number | null;
  currency: string;
  /** Payments cover the price. */
  paid: boolean;
  /** Has edits that are not on the server yet. */
  waiting: boolean;
}

/** The stops among one client's rows, own edits laid over them: every visible booking that has a time. */
export function stopsOf(rows: readonly Plain[]): Stop[] {
  const payments = rowsOf(rows, "payment");
  const paid = receipts(payments);
  return rowsOf(rows, "booking").flatMap((booking) => {
    const { id, cells, hidden, waiting } = booking;
    if (hidden || !cells.when) return [];
    const { start, minutes, zone } = cells.when;
    const amount = cells.price?.amount ?? null;
    return {
      id,
      client: cells.client ?? "",
      pets: (collectionsOf(booking).pets ?? []).flatMap(([pet, set]) => (set ? pet : [])),
      service: cells.service ?? "",
      member: cells.member ?? "",
      start,
      minutes,
      zone,
      status: cells.status ?? "",
      started: cells.started ?? null,
      modality: cells.modality ?? "",
      amount,
      currency: cells.price?.currency ?? "",
      paid: amount ? (paid.get(id) ?? 0) >= amount : isPaid(booking, payments),
      waiting,
    };
  });
}

/** The month that a local time or day belongs to, `2026-11`. */
export function monthOf(local: string): string {
  return local.slice(0, 7);
}

/** The months from one local day to another, inclusive; at most ten years of them. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  const last = monthOf(to);
  let [year = 0, month = 1] = monthOf(from).split("-").map(Number);
  for (
    let name = monthOf(from);
    name <= last && months.length < 120;
    name = `${year}-${String(month).padStart(2, "0")}`
  ) {
    months.push(name);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  return months;
}

/**
 * What the clock of a zone shows at an instant (ms UTC), `2026-11-21T09:30:15`; UTC's when the zone is not known, and in
 * years of more or fewer than four digits, always as `Date.parse` reads it.
 */
export function clockAt(ms: number, zone: string): string {
  const text = formatIn(zone).format(ms);
  // Swedish writes the years 1 and 10000 bare, where ISO asks for 0001 and +010000.
  return text.length === 19 ? text.replace(" ", "T") : new Date(ms).toISOString().split(".", 1).join();
}

/** The local time of an instant (ms UTC) in a zone, `2026-11-21T09:30`. */
export function localTime(ms: number, zone: string): string {
  return clockAt(ms, zone).slice(0, 16);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    try {
      // Swedish writes dates as ISO does.
      format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    } catch {
      // Zones are made and renamed after a phone has its last update.
      format = formatIn("UTC");
    }
    formats.set(zone, format);
  }
  return format;
}
