/** Every path of the app and the screen that draws it; a screen gets the pattern's parameters as props. */
import type { ComponentType } from "preact";
import type { Later } from "./kit/lazy";
import { match } from "./match";
import Today from "./today/today";

// biome-ignore lint/suspicious/noExplicitAny: each screen has its own parameters, all optional text.
export type ScreenComponent = ComponentType<any>;

export interface Screen {
  pattern: string;
  /** Comes with the app. */
  first?: ScreenComponent;
  /** Comes with the later part. */
  later?: (later: Later) => ScreenComponent;
}

export const screens: Screen[] = [
  { pattern: "/today/:date?", first: Today },
  { pattern: "/calendar/week/:week", later: ({ CalendarWeek }) => CalendarWeek },
  { pattern: "/calendar/month/:month", later: ({ CalendarMonth }) => CalendarMonth },
  { pattern: "/calendar/:date?", later: ({ CalendarDay }) => CalendarDay },
  { pattern: "/clients", later: ({ Clients }) => Clients },
  { pattern: "/clients/new", later: ({ Clients }) => Clients },
  { pattern: "/clients/:id/:tab?", later: ({ Card }) => Card },
  { pattern: "/bookings/new", later: ({ CalendarDay }) => CalendarDay },
  { pattern: "/bookings/:id", later: ({ Booking }) => Booking },
  { pattern: "/tasks", later: ({ Tasks }) => Tasks },
  { pattern: "/attention", later: ({ Attention }) => Attention },
  { pattern: "/more", later: ({ More }) => More },
  { pattern: "/settings/:section?/:id?", later: ({ Settings }) => Settings },
];

/** The screen of a path with its parameters; undefined when no screen has it. */
export function find(path: string): { screen: Screen; params: Record<string, string> } | undefined {
  for (const screen of screens) {
    const params = match(screen.pattern, path);
    if (params) return { screen, params };
  }
  return undefined;
}
