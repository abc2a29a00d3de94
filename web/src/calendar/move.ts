/** What a booking that was dragged or moved by keys writes: its time, length and member, with *Undo*. */
import type { Edit, Stop } from "../../../sync/replica";
import { nameOf, zone } from "../business";
import { change } from "../forms/change";
import { localTime } from "../forms/localtime";
import { entryOf } from "../today/entry";
import { day, duration, t, time } from "../words";
import { type Axis, localAt } from "./axis";

export interface Target {
  axis: Axis;
  /** Where it begins on the axis. */
  from: number;
  minutes: number;
  /** Whose it becomes; unset: whose it is. */
  member?: string;
  /** A booking whose time it takes, which the person is told of. */
  clash?: Stop;
}

/** Where a booking goes in words: Tue, 24 Nov, 10:15. */
export function placeOf({ axis, from }: Pick<Target, "axis" | "from">): string {
  const local = localAt(axis, from);
  return `${day(local)}, ${time(local)}`;
}

/** Who is in the way, in words; "" when nobody is. */
export function clashOf({ clash }: Pick<Target, "clash">): string {
  if (!clash) return "";
  const name = entryOf(clash.client)?.name ?? t("today.unknown");
  return t("calendar.clash", { name, time: time(clash.start) });
}

/** Moves a booking; it keeps the zone that it was made in. Resolves when the edit is safe, at once when nothing changes. */
export async function move(stop: Stop, target: Target): Promise<void> {
  const own = stop.zone || zone.value;
  const start = localTime(target.axis.start + target.from * 60_000, own);
  const member = target.member ?? stop.member;
  const cells: Edit<"booking">["cells"] = {};
  const before: Edit<"booking">["cells"] = {};
  if (start !== stop.start || target.minutes !== stop.minutes) {
    cells.when = { start, minutes: target.minutes, zone: own };
    before.when = { start: stop.start, minutes: stop.minutes, zone: stop.zone };
  }
  if (member !== stop.member) {
    cells.member = member || null;
    before.member = stop.member || null;
  }
  if (Object.keys(cells).length === 0) return;
  const said = [saidOf(stop, start, target), clashOf(target)].filter(Boolean).join(". ");
  const edit = { table: "booking", id: stop.id } as const;
  await change([{ ...edit, cells }], said, [{ ...edit, cells: before }]);
}

function saidOf(stop: Stop, start: string, target: Target): string {
  const { minutes, member } = target;
  if (member !== undefined && member !== stop.member) {
    return t("calendar.moved_to", { when: placeOf(target), name: nameOf("member", member) });
  }
  if (start === stop.start) return t("calendar.lasts", { length: duration(minutes) });
  return t("forms.moved", { when: placeOf(target) });
}
