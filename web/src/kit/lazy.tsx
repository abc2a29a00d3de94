import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export type Later = typeof import("../later");

let here: Later | undefined;

/** The app's later part, once it has loaded. */
export const later = (): Later | undefined => here;

/** Loads the app's later part. Rejects when it is neither on the phone nor to be had. */
export async function loadLater(): Promise<Later> {
  here = await import("../later");
  return here;
}

/** A component of the later part: a sheet or a form that the first screen may open. */
export function lazy<P extends object>(pick: (later: Later) => ComponentType<P>): ComponentType<P> {
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    useEffect(() => {
      let shown = true;
      if (!here) loadLater().then(() => shown && redraw(1));
      return () => {
        shown = false;
      };
    }, []);
    if (!here) return null;
    const Loaded = pick(here);
    return <Loaded {...props} />;
  };
}
