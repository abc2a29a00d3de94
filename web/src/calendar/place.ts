/** Where the grid is scrolled to: the present or the first booking when it opens, then wherever the person left it. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Column } from "./column";

/** Minutes shown above what the grid opens at. */
const ABOVE = 45;

/** Where the person left the grid, in px; null until they scrolled it. */
let left: number | null = null;

/** Has the grid open at the present again. */
export function forgetPlace(): void {
  left = null;
}

/** Keeps the place of the grid in `pane` across days and views. */
export function usePlace(pane: RefObject<HTMLElement | null>, columns: readonly Column[]): void {
  const put = useRef(-1);
  const any = columns.some(({ pieces }) => pieces.length > 0);
  useLayoutEffect(() => {
    const element = pane.current;
    const body = element?.querySelector<HTMLElement>(".grid");
    const column = body?.querySelector<HTMLElement>(".column");
    if (!element || !body || !column) return;
    const hour = (column.offsetHeight / (columns[0]?.axis.minutes ?? 1440)) * 60;
    element.scrollTop = left ?? ((firstOf(columns) - ABOVE) / 60) * hour;
    put.current = element.scrollTop;
  }, [any]);
  useEffect(() => {
    const element = pane.current;
    const keep = () => {
      if (element && Math.abs(element.scrollTop - put.current) > 1) left = element.scrollTop;
    };
    element?.addEventListener("scroll", keep, { passive: true });
    return () => element?.removeEventListener("scroll", keep);
  }, []);
}

/** Minutes below the top of the grid of what one wants to see first: the present, but not beyond what is booked. */
function firstOf(columns: readonly Column[]): number {
  const bookings = columns.flatMap(({ pieces, top }) => pieces.map((piece) => top + Math.max(0, piece.from)));
  const now = columns.find(({ axis }) => Date.now() >= axis.start && Date.now() < axis.start + axis.minutes * 60_000);
  if (bookings.length > 0) {
    const first = Math.min(...bookings);
    const present = now ? now.top + (Date.now() - now.axis.start) / 60_000 : 0;
    return Math.max(first, Math.min(present, Math.max(...bookings)));
  }
  const opens = columns.flatMap(({ closed, top, axis }) => {
    const first = closed[0];
    return first?.from === 0 && first.to < axis.minutes ? top + first.to : [];
  });
  return opens.length > 0 ? Math.min(...opens) : 8 * 60;
}
