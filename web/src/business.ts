/** What screens ask of the business and of the person signed in. All signals: a changed role or currency redraws. */
import { computed } from "@preact/signals";
import { type Row, replica, type SharedTable } from "../../sync/replica";
import { localDay, localTime } from "./forms/localtime";
import { collator } from "./words";

/** The business's own row; undefined until the first sync. */
export const business = computed<Row<"business"> | undefined>(
  () => replica.table("business").value.values().next().value,
);

/** The IANA zone that local days and times are meant in. */
export const zone = computed<string>(
  () => business.value?.cells.zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
);

/** The ISO weekday that opens the business's week. */
export const weekStart = (): number => business.value?.cells.week_start ?? 1;

/** The ISO 4217 currency of new prices and payments. */
export const currency = computed<string>(() => business.value?.cells.currency || "EUR");

/** False for a business without animals: then nothing about pets is shown. */
export const withPets = computed<boolean>(() => business.value?.cells.pets !== false);

/** The row of the member signed in. */
export const myself = computed<Row<"member"> | undefined>(() =>
  replica.table("member").value.get(replica.me.value?.member ?? ""),
);

/** True for owners and managers, who may erase and see everything. */
export const manages = computed<boolean>(() => replica.me.value?.role !== "staff");

/** Whether prices and payments are for this person's eyes; the server sends them to nobody else. */
export const seesMoney = computed<boolean>(() => manages.value || myself.value?.cells["sees.money"] !== false);

/** Whether phones, emails and addresses are for this person's eyes. */
export const seesContacts = computed<boolean>(() => manages.value || myself.value?.cells["sees.contacts"] !== false);

/** The business's local day at this moment. */
export const today = (): string => localDay(Date.now(), zone.value);

/** The business's local time at this moment. */
export const nowLocal = (): string => localTime(Date.now(), zone.value);

/** The rows of a shared table that nobody deleted. */
export function live<T extends SharedTable>(name: T): Row<T>[] {
  return [...replica.table(name).value.values()].filter((row) => !row.hidden);
}

/** The rows of a shared table that nobody deleted, by their names as the language orders its letters. */
export function byName<T extends "member" | "service" | "label">(table: T): Row<T>[] {
  const named = ({ cells }: Row<T>) => (cells as { name?: string | null }).name ?? "";
  return live(table).sort((a, b) => collator.value.compare(named(a), named(b)));
}

/** The name of a member, service, label or segment, "" when it is not here (yet). */
export function nameOf(table: "member" | "service" | "label" | "segment", id: string | null | undefined): string {
  return (id && replica.table(table).value.get(id)?.cells.name) || "";
}
