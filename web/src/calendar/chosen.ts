/** What a person chose to see in the calendar, remembered on this device: the view, whose bookings, cancelled ones or not. */
import { computed, signal } from "@preact/signals";
import { replica, type Stop } from "../../../sync/replica";
import { byName, manages } from "../business";
import { useWide } from "../kit";
import { VIEWS, type View } from "./period";

const VIEW = "fichero.calendar.view";
const WHOSE = "fichero.calendar.whose";

/** The view used last. */
export const lastView = (): View => VIEWS.find((view) => view === localStorage.getItem(VIEW)) ?? "day";

/** Remembers the view in use. */
export const rememberView = (view: View): void => localStorage.setItem(VIEW, view);

/** Whether cancelled bookings are shown. */
export const withCancelled = signal(false);

/** Three abreast are strips without words on a phone. */
const ABREAST = 2;

/**
 * Ids of members; empty: everybody. Null until the person chose: then staff see their own, those who manage everybody's
 * where there is room.
 */
const picked = signal<string[] | null>(JSON.parse(localStorage.getItem(WHOSE) ?? "null"));

/** The team in the order of the alphabet. */
export const team = computed(() => byName("member"));

/** Ids of the members chosen; empty when everybody is. Those who left the team are not asked for. */
export const whose = computed<string[]>(() => {
  const room = useWide() || team.value.length <= ABREAST;
  const own = manages.value && room ? [] : [replica.me.value?.member ?? ""];
  return team.value.map(({ id }) => id).filter((id) => (picked.value ?? own).includes(id));
});

/** Adds a member to those shown, or takes them off; "" shows everybody. */
export function choose(member: string): void {
  const kept = whose.value.filter((id) => id !== member);
  picked.value = !member ? [] : kept.length < whose.value.length ? kept : [...kept, member];
  localStorage.setItem(WHOSE, JSON.stringify(picked.value));
}

/** The bookings of those chosen; what nobody has yet concerns everybody. */
export function shownOf(stops: readonly Stop[]): Stop[] {
  const all = whose.value.length === 0;
  return stops.filter(
    (stop) =>
      (all || !stop.member || whose.value.includes(stop.member)) &&
      (withCancelled.value || stop.status !== "cancelled"),
  );
}
