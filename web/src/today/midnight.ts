/** The business's local day while the app stays open. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { today, zone } from "../business";
import { addDays, resolve } from "../forms/localtime";

/** Today, in the business's zone: a new day begins at its midnight, or when a phone that slept through it wakes. */
export function useToday(): string {
  const turned = useSignal(0);
  turned.value;
  const day = today();
  useEffect(() => {
    const look = () => {
      if (today() !== day) turned.value += 1;
    };
    const midnight = resolve(`${addDays(day, 1)}T00:00`, zone.value).at;
    const alarm = setTimeout(look, midnight - Date.now() + 50);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(alarm);
      document.removeEventListener("visibilitychange", look);
    };
  }, [day, zone.value]);
  return day;
}
