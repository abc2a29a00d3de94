/** What this phone remembers of the day at hand: the stop that a person is at, and who was told that they are coming. */
import { signal } from "@preact/signals";

const AT = "fichero.at";
const TOLD = "fichero.told";
/** More than a day's stops. */
const KEPT = 40;

const at = signal(localStorage.getItem(AT) ?? "");
const told = signal<string[]>((localStorage.getItem(TOLD) ?? "").split(" ").filter(Boolean));

/** The stop that was acted on last; it stays the large one until nothing is left to do at its door. */
export const focused = (): string => at.value;

/** Stays at a stop, or with "" goes on to the next. */
export function focus(stop: string): void {
  at.value = stop;
  localStorage.setItem(AT, stop);
}

/** Whether the client of a stop was told from this phone that somebody is on the way. */
export const wasTold = (stop: string): boolean => told.value.includes(stop);

/** Notes that the message was handed to the phone's own app. */
export function tell(stop: string): void {
  told.value = [...told.value.filter((each) => each !== stop), stop].slice(-KEPT);
  localStorage.setItem(TOLD, told.value.join(" "));
}
