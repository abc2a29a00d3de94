import { useId, useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica";
import { business, nameOf, nowLocal, today, zone } from "../business";
import { Icon, TextField } from "../kit";
import { day, t, time } from "../words";
import { addDays, resolve } from "./localtime";
import { nextFree, overlapping, type Wish } from "./slots";

/** How far ahead free times are looked for, in days. */
const AHEAD = 21;

interface Props {
  /** Local start; while only a part of it is chosen, the day, or the time after a T. */
  start: string;
  onChange: (start: string) => void;
  minutes: number;
  member: string;
  service: string;
  /** The booking that is being moved. */
  except?: string;
}

/** The day chosen so far, else today: where looking for free times begins. */
const dayOf = (start: string): string => start.split("T")[0] || today();

/** When: the next free times at one tap, and any other day and time; it warns, the person decides. */
export function WhenPicker({ start, onChange, minutes, member, service, except }: Props) {
  const from = dayOf(start) < today() ? today() : dayOf(start);
  const to = addDays(from, AHEAD);
  const stops = useMemo(() => replica.stops(addDays(from, -1), to), [from, to]).value;
  const free = nextFree(from, AHEAD, wish(stops, { member, minutes, service, except }));
  const [date = "", clock = ""] = start.split("T");
  const about = clock ? resolve(start, zone.value) : undefined;
  return (
    <>
      {free.length > 0 && <FreeTimes free={free} start={start} onChange={onChange} />}
      <div class="pair">
        <TextField
          label={t("forms.date")}
          type="date"
          required
          value={date}
          onInput={(text) => onChange(clock ? `${text}T${clock}` : text)}
        />
        <TextField
          label={t("forms.time")}
          type="time"
          required
          value={clock}
          onInput={(text) => onChange(text ? `${date || today()}T${text}` : date)}
          error={
            about?.kind === "skipped" ? t("forms.skipped", { time: time(start), next: time(about.local) }) : undefined
          }
          hint={about?.kind === "repeated" ? t("forms.repeated", { time: time(start) }) : undefined}
        />
      </div>
      <Overlaps wanted={{ member, start, minutes, except }} />
    </>
  );
}

/** Free starts, a line for each day, so that the eye compares days first and times within one. */
function FreeTimes({ free, start, onChange }: { free: string[]; start: string; onChange: (start: string) => void }) {
  const id = useId();
  const days = [...new Set(free.map((at) => at.slice(0, 10)))];
  return (
    <fieldset class="field">
      <legend>{t("forms.free")}</legend>
      <div class="free">
        {days.map((date) => (
          <div class="free-day" key={date}>
            <span class="quiet" aria-hidden="true">
              {day(date)}
            </span>
            {free
              .filter((at) => at.startsWith(date))
              .map((at) => (
                <label class="pick figures" key={at}>
                  <input
                    class="unseen"
                    type="radio"
                    name={id}
                    aria-label={`${day(at)}, ${time(at)}`}
                    checked={at === start}
                    onChange={() => onChange(at)}
                  />
                  {time(at)}
                </label>
              ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** True when `start` is a whole local time that exists. */
export const isStart = (start: string): boolean => start.length === 16 && resolve(start, zone.value).kind !== "skipped";

/** The bookings that one at `start` would overlap; none while no whole time is chosen. */
export function useOverlaps(wanted: { member: string; start: string; minutes: number; except?: string }): Stop[] {
  const whole = wanted.start.length === 16;
  const date = whole ? dayOf(wanted.start) : today();
  const stops = useMemo(() => replica.stops(addDays(date, -1), addDays(date, 1)), [date]).value;
  return whole ? overlapping(stops, { ...wanted, zone: zone.value }) : [];
}

function Overlaps({ wanted }: { wanted: Parameters<typeof useOverlaps>[0] }) {
  const taken = useOverlaps(wanted);
  return (
    <div aria-live="polite">
      {taken.length > 0 && (
        <div class="warning">
          <span class="row">
            <Icon name="alert" />
            {t("forms.overlap", { member: nameOf("member", wanted.member) })}
          </span>
          {taken.map((stop) => (
            <span key={stop.id}>
              {time(stop.start)} · {nameOf("service", stop.service)} ·{" "}
              {replica.directory.value.find((entry) => entry.id === stop.client)?.name}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

function wish(
  stops: readonly Stop[],
  asked: { member: string; minutes: number; service: string; except?: string },
): Wish {
  const services = replica.table("service").value;
  const buffer = (service: string) => services.get(service)?.cells.buffer ?? 0;
  return {
    member: asked.member,
    minutes: asked.minutes + buffer(asked.service),
    hours: replica.table("member").value.get(asked.member)?.cells.hours ?? business.value?.cells.hours,
    stops,
    buffer,
    notBefore: nowLocal(),
    except: asked.except,
  };
}
