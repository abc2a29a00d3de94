import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component whose code loads when it is first shown: sheets and forms that the first screen does not need. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (Loaded) return;
      let here = true;
      load().then((component) => {
        Loaded = component;
        if (here) redraw(1);
      });
      return () => {
        here = false;
      };
    }, []);
    return Loaded ? <Loaded {...props} /> : null;
  };
}
