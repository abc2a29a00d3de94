/** Cells and their values as a person knows them: a field's name instead of a path, a date instead of digits. */
import { replica } from "../../../sync/replica.ts";
import type { Address, Contact, Due, Money, Vaccination, Weight, When } from "../../../sync/tables.gen.ts";
import { currency, nameOf, weekStart } from "../business";
import { codeName } from "../card/codes";
import { addressLine } from "../card/reach";
import { weekdayName } from "../settings/hours";
import { MONDAY, readWeek, weekFrom } from "../settings/hoursweek";
import { dateTime, day, duration, has, money, number, t, time } from "../words";

/** The name of a cell: "Phone", "Label VIP", the business's own name of a custom field. */
export function cellName(table: string, cell: string): string {
  const [base = cell, entry = ""] = cell.split(".");
  if (base === "custom" || base === "answers") {
    return replica.table("field").value.get(entry)?.cells.label ?? t("cell.custom");
  }
  if (base === "labels") return t("cell.labels", { name: nameOf("label", entry) });
  if (base === "members" || base === "sees") return t(`cell.${base}`);
  for (const key of [`cell.${table}.${base}`, `cell.${base}`]) if (has(key)) return t(key);
  return base;
}

const REFERENCES: Record<string, "member" | "service"> = { member: "member", assignee: "member", service: "service" };
const INSTANTS = new Set(["done", "started", "registered", "at"]);
const isDate = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

/** The value of a cell in words; a dash for none. */
export function valueWords(table: string, cell: string, value: unknown): string {
  const [base = cell] = cell.split(".");
  if (value === null || value === undefined || value === "") return t("attention.nothing");
  if (typeof value === "boolean") return t(value ? "attention.yes" : "attention.no");
  if (typeof value === "object") return objectWords(base, value);
  const table_ = REFERENCES[base];
  if (table_ && typeof value === "string") return nameOf(table_, value) || t("attention.unknown");
  if (base === "client" && typeof value === "string") return clientName(value);
  if (INSTANTS.has(base) && typeof value === "number") return dateTime(value);
  if (isDate(value)) return day(value, "full");
  if (base === "codes") return codeName(String(value));
  if (base === "locale" || base === "language")
    return has(`language.${value}`) ? t(`language.${value}`) : String(value);
  const choice = `value.${table}.${base}.${value}`;
  return has(choice) ? t(choice) : String(value);
}

function objectWords(base: string, value: object): string {
  if ("amount" in value) return money((value as Money).amount, (value as Money).currency || currency.value);
  if ("start" in value && "minutes" in value) {
    const { start, minutes } = value as When;
    return `${day(start)} ${time(start)}, ${duration(minutes)}`;
  }
  if ("grams" in value) return t("card.pet.kg", { kg: number(((value as Weight).grams ?? 0) / 1000) });
  if ("expires" in value)
    return [(value as Vaccination).name, day((value as Vaccination).expires ?? "", "date")].join(", ");
  if (base === "due") {
    const { date = "", time: clock = "" } = value as Due;
    return [day(date, "full"), clock && time(`${date}T${clock}`)].filter(Boolean).join(", ");
  }
  if (base === "addresses" || base === "address") return addressLine(value as Address) || t("attention.nothing");
  if ("value" in value) return String((value as Contact).value);
  if (base === "hours") return hoursWords(value);
  return Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
}

/** The open days of a week, a line each: Monday 9:00–13:00, 16:00–20:00. */
function hoursWords(hours: object): string {
  const week = readWeek(hours);
  const clock = (at: string) => time(`${MONDAY}T${at}`);
  return weekFrom(weekStart())
    .filter((weekday) => week[weekday]?.length)
    .map(
      (weekday) =>
        `${weekdayName(weekday)} ${week[weekday]?.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(", ")}`,
    )
    .join("; ");
}

/** The name of a client; a word when it is not here. */
export function clientName(id: string | null | undefined): string {
  return replica.directory.value.find((entry) => entry.id === id)?.name || t("today.unknown");
}
