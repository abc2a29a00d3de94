/**
 * Every path of the app and the screen that draws it. A screen is the default export of its module and gets the
 * pattern's parameters as props. Today comes with the app; the others load when opened, and in idle time.
 */
import type { ComponentType } from "preact";
import { match } from "./match";
import Today from "./today/today";

// biome-ignore lint/suspicious/noExplicitAny: each screen has its own parameters, all optional text.
export type ScreenComponent = ComponentType<any>;

export interface Screen {
  pattern: string;
  load: () => Promise<{ default: ScreenComponent }>;
}

export const screens: Screen[] = [
  { pattern: "/today/:date?", load: async () => ({ default: Today }) },
  { pattern: "/calendar/week/:week", load: () => import("./calendar/weekpath") },
  { pattern: "/calendar/:date?", load: () => import("./calendar/agenda") },
  { pattern: "/clients", load: () => import("./clients/list") },
  { pattern: "/clients/new", load: () => import("./clients/list") },
  { pattern: "/clients/:id/:tab?", load: () => import("./card/card") },
  { pattern: "/bookings/new", load: () => import("./calendar/agenda") },
  { pattern: "/bookings/:id", load: () => import("./bookings/booking") },
  { pattern: "/tasks", load: () => import("./tasks/tasks") },
  { pattern: "/attention", load: () => import("./attention/attention") },
  { pattern: "/more", load: () => import("./settings/more") },
  { pattern: "/settings/:section?", load: () => import("./settings/settings") },
  { pattern: "/join", load: () => import("./signin/signin") },
];

/** The screen of a path with its parameters; undefined when no screen has it. */
export function find(path: string): { screen: Screen; params: Record<string, string> } | undefined {
  for (const screen of screens) {
    const params = match(screen.pattern, path);
    if (params) return { screen, params };
  }
  return undefined;
}
