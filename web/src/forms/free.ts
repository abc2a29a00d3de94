/** Free times and overlaps of a booking that is being made or moved, from the agenda as this phone has it. */
import { useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica";
import { business, nowLocal, today, zone } from "../business";
import { addDays, resolve } from "./localtime";
import { isOutside, nearestFree, nextFree, overlapping, type Wish } from "./slots";

/** How far ahead free times are looked for, in days. */
const AHEAD = 21;
/** How long before a day a booking may have begun that still goes on: a week's boarding. */
const BEFORE = 8;

/** The booking that is asked about. */
export interface Asked {
  member: string;
  service: string;
  minutes: number;
  /** The booking that is being moved: it is not in its own way. */
  except?: string;
}

/** The working hours of a member, "" for nobody in particular: their own, else the business's. */
export function hoursOf(member: string): unknown {
  const own = replica.table("member").value.get(member)?.cells.hours;
  return own && Object.keys(own).length > 0 ? own : business.value?.cells.hours;
}

/** True when `start` is a whole local time that exists. */
export const isStart = (start: string): boolean => start.length === 16 && resolve(start, zone.value).kind !== "skipped";

/** What stands in the calendar about the days from `from` to `to`. */
function useStops(from: string, to: string): Stop[] {
  return useMemo(() => replica.stops(addDays(from, -BEFORE), addDays(to, 1)), [from, to]).value;
}

function wish(stops: readonly Stop[], asked: Asked): Wish {
  const services = replica.table("service").value;
  const buffer = (service: string) => services.get(service)?.cells.buffer ?? 0;
  return {
    member: asked.member,
    minutes: asked.minutes + buffer(asked.service),
    hours: hoursOf(asked.member),
    stops,
    buffer,
    zone: zone.value,
    notBefore: nowLocal(),
    except: asked.except,
  };
}

/** Free starts from local day `from` on: a few of the first days, or with `more` all there are of several. */
export function useFree(from: string, asked: Asked, more: boolean): string[] {
  const first = from < today() ? today() : from;
  const stops = useStops(first, addDays(first, AHEAD));
  return more ? nextFree(first, AHEAD, wish(stops, asked), 48, 24) : nextFree(first, AHEAD, wish(stops, asked));
}

/** `wanted` when it is free, else the free start nearest to it; "" where none is wanted or there is none. */
export function useNearest(wanted: string, asked: Asked): string {
  const date = wanted.slice(0, 10) || today();
  const stops = useStops(addDays(date, -AHEAD), addDays(date, AHEAD));
  return (wanted && nearestFree(wanted, AHEAD, wish(stops, asked))) || "";
}

/** The bookings that one at `start` would overlap; none while no whole time is chosen. */
export function useOverlaps(start: string, asked: Asked): Stop[] {
  const whole = start.length === 16;
  const date = whole ? start.slice(0, 10) : today();
  const stops = useStops(date, addDays(date, 1 + Math.floor(asked.minutes / (24 * 60))));
  return whole ? overlapping(stops, { ...asked, start, zone: zone.value }) : [];
}

/** Whether a booking at `start` is beyond working hours that somebody entered. */
export const beyondHours = (start: string, { member, minutes }: Asked): boolean =>
  isStart(start) && isOutside(hoursOf(member), start, minutes, zone.value);
