import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { localTime } from "../forms/localtime";
import { t, time } from "../words";
import { LongChoice } from "./longchoice";

const MINUTE = 60_000;

const named = (value: string) => value.replaceAll("_", " ");

/** The time zone that this device is set to. */
export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone chosen and the one of this device first, then all there are. */
function zones(value: string): { value: string; label: string }[] {
  const all = new Set([value, deviceZone(), ...Intl.supportedValuesOf("timeZone")]);
  return [...all].map((zone) => ({ value: zone, label: named(zone) }));
}

/** The zone that days and times are meant in, with the time that it is there. */
export function ZoneChoice({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const ticking = setInterval(() => (now.value = Date.now()), MINUTE / 2);
    return () => clearInterval(ticking);
  }, []);
  const there = (zone: string) => time(localTime(now.value, zone));
  return (
    <LongChoice
      label={t("business.zone")}
      value={{ value, label: named(value) }}
      options={() => zones(value)}
      more={there}
      hint={t("business.zone.now", { time: there(value) })}
      onChange={onChange}
    />
  );
}
