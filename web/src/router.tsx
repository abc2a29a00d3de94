/** Which screen is open: real paths, a back button that does what a person expects, and scroll that is kept. */
import { signal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** The path on the screen, without host, query and fragment. */
export const path = signal(location.pathname);

/** Entries know how deep they are in the app, so that *back* never leaves it. */
interface Entry {
  depth: number;
  key: string;
  /** Stands for what lies over the first screen, where *back* would leave the app. */
  guard?: boolean;
}

const fresh = (depth: number): Entry => ({ depth, key: Math.random().toString(36).slice(2) });
const entry = (): Entry => history.state ?? fresh(0);

history.scrollRestoration = "manual";
if (!history.state) history.replaceState(fresh(0), "");

/** What lies over the screen, the topmost last, each with what closes it. *Back* closes it and stays on the screen. */
const overlays: (() => void)[] = [];
let { depth, guard } = entry();

/** The guard of sheets that closed by themselves is being left. */
let leaving = false;

addEventListener("popstate", () => {
  if (leaving) {
    leaving = false;
    ({ depth, guard } = entry());
    path.value = location.pathname;
    // One sheet gave way to another, which needs a guard too.
    if (overlays.length > 0) raiseGuard();
    return;
  }
  const steps = depth - entry().depth;
  if (steps > 0 && overlays.length > 0) {
    if (guard && overlays.length === 1) ({ depth, guard } = entry());
    else history.go(steps);
    overlays.at(-1)?.();
    return;
  }
  ({ depth, guard } = entry());
  path.value = location.pathname;
  // Nothing lies over the screen any more: the guard is no step of its own.
  if (guard && steps > 0) history.back();
});

/** Lets *back* close something that lies over the screen; returns what is called once it is closed. */
export function overlay(close: () => void): () => void {
  overlays.push(close);
  raiseGuard();
  return () => {
    overlays.splice(overlays.indexOf(close), 1);
    if (!guard || overlays.length > 0 || leaving) return;
    leaving = true;
    history.back();
  };
}

/** Gives *back* something to take away on the first screen. */
function raiseGuard(): void {
  if (depth > 0) return;
  history.pushState({ ...entry(), depth: 1, guard: true }, "");
  ({ depth, guard } = entry());
}

/** Opens a path of the app; `replace` leaves no entry to come back to. */
export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search + location.hash) return;
  if (replace) history.replaceState({ ...entry(), guard: false }, "", to);
  else history.pushState(fresh(entry().depth + 1), "", to);
  ({ depth, guard } = entry());
  path.value = location.pathname;
}

/** To the screen before this one, or to `otherwise` when this was the first. */
export function back(otherwise: string): void {
  if (entry().depth > 0) history.back();
  else go(otherwise, { replace: true });
}

interface LinkProps {
  to: string;
  class?: string;
  /** The accessible name, when the words inside are not enough. */
  label?: string;
  current?: boolean;
  replace?: boolean;
  onClick?: () => void;
  children?: ComponentChildren;
}

/** A link to a screen. It is a real link: it can be copied, opened in another tab, and works without this code. */
export function Link(props: LinkProps) {
  return (
    <a
      href={props.to}
      class={props.class}
      aria-label={props.label}
      aria-current={props.current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
        event.preventDefault();
        props.onClick?.();
        go(props.to, { replace: props.replace });
      }}
    >
      {props.children}
    </a>
  );
}

const scrolls = new Map<string, number>();

const place = () => `${entry().key} ${location.pathname}`;

/** Whether the open history entry was left scrolled down. */
export const isReturning = (): boolean => (scrolls.get(place()) ?? 0) > 0;

/** Keeps where `element` was scrolled to for each history entry, and puts it back before the screen is seen. */
export function useScrollMemory(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const key = place();
    const pane = element.current;
    if (!pane) return;
    pane.scrollTop = scrolls.get(key) ?? 0;
    const keep = () => scrolls.set(key, pane.scrollTop);
    pane.addEventListener("scroll", keep, { passive: true });
    return () => pane.removeEventListener("scroll", keep);
  }, [path.value]);
}
