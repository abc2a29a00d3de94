import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isReturning } from "../router";
import { whenIdle } from "./idle";

/** More than a screen shows. */
const STEP = 8;

/**
 * How many of `length` things to draw: a screenful at once, the others bit by bit in idle time, so that a long screen opens
 * as fast as a short one and still is all there for whoever scrolls, tabs or searches in it. All at once for whoever
 * comes back to where they had scrolled to.
 */
export function useGrowing(length: number): number {
  const drawn = useSignal(isReturning() ? length : STEP);
  const rest = length > drawn.value;
  useEffect(() => {
    if (rest) return whenIdle(() => (drawn.value += STEP));
  }, [rest, drawn.value]);
  return drawn.value;
}
