/**
 * The grid by keyboard: arrows go from booking to booking, with Alt they move the one that has the focus, with Alt and Shift
 * they stretch it. It is written once Alt is let go, so that four steps are one edit with one *Undo*; Esc gives it up.
 */
import { signal } from "@preact/signals";
import { addDays, clockMinutes } from "../forms/localtime";
import { go } from "../router";
import { duration } from "../words";
import { type Axis, axisOf, localAt, nextStart, offsetOf, STEP } from "./axis";
import { type Column, clashIn } from "./column";
import { type Field, memberOf, sameDay } from "./drag";
import { type Ghost, ghost } from "./ghost";
import { clashOf, move, placeOf } from "./move";
import type { Piece } from "./pieces";

/** What is read aloud while a booking moves. */
export const said = signal("");

const ARROWS: Record<string, [x: 1 | 0 | -1, y: 1 | 0 | -1]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** Installs the keys on a grid; returns what takes them off. */
export function installKeys(grid: HTMLElement, field: () => Field): () => void {
  let held: Ghost | null = null;

  const blocks = () => [...grid.querySelectorAll<HTMLElement>(".block > a")];

  /** Gives a booking the focus; it is the one that Tab comes to. */
  const focus = (link: HTMLElement | undefined) => {
    if (!link) return;
    for (const each of blocks()) each.tabIndex = each === link ? 0 : -1;
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  };

  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && held) {
      held = null;
      ghost.value = null;
      said.value = "";
      return event.preventDefault();
    }
    const arrow = ARROWS[event.key];
    const link = (event.target as Element).closest<HTMLElement>(".block > a");
    const found = link && pieceOf(field().columns, link);
    if (!arrow || !found || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.altKey) {
      if (held?.stop?.id !== found.piece.stop.id) held = null;
      held ??= {
        axis: found.column.axis,
        column: found.index,
        from: found.piece.from,
        minutes: found.piece.stop.minutes,
      };
      held = { ...stepped(held, arrow, event.shiftKey, field().columns), stop: found.piece.stop };
      held = withClash(held, field().columns);
      ghost.value = held;
      const what = event.shiftKey ? duration(held.minutes) : placeOf(held);
      said.value = [what, clashOf(held)].filter(Boolean).join(". ");
    } else if (!event.shiftKey) {
      focus(arrow[1] ? alongside(blocks(), link, arrow[1]) : beside(grid, found.index, link, arrow[0]));
    }
  };

  const release = async (event: Event) => {
    if (!held || (event instanceof KeyboardEvent && event.key !== "Alt")) return;
    event.preventDefault();
    const { stop, column: index, axis } = held;
    const target = held;
    held = null;
    if (!stop) return;
    const column = field().columns[index];
    const done = move(stop, { ...target, member: column ? memberOf(stop, column) : stop.member });
    if (!column) go(`/calendar/${axis.day}`, { replace: true });
    await done;
    ghost.value = null;
    said.value = "";
    focus(blocks().find((link) => link.parentElement?.dataset.stop === stop.id));
  };

  const quit = new AbortController();
  grid.addEventListener("keydown", press, { signal: quit.signal });
  addEventListener("keyup", release, { signal: quit.signal });
  addEventListener("blur", release, { signal: quit.signal });
  return () => quit.abort();
}

function pieceOf(
  columns: readonly Column[],
  link: HTMLElement,
): { piece: Piece; column: Column; index: number } | undefined {
  const index = Number(link.closest<HTMLElement>("[data-column]")?.dataset.column);
  const column = columns[index];
  const piece = column?.pieces.find(({ stop }) => stop.id === link.parentElement?.dataset.stop);
  return column && piece && { piece, column, index };
}

/** The booking after or before one in order of time and column. */
const alongside = (all: HTMLElement[], from: HTMLElement, by: 1 | -1 | 0) => all[all.indexOf(from) + by];

/** The booking level with one in the nearest column that has any. */
function beside(grid: HTMLElement, index: number, from: HTMLElement, by: 1 | -1 | 0): HTMLElement | undefined {
  const level = from.getBoundingClientRect().top;
  const away = (link: HTMLElement) => Math.abs(link.getBoundingClientRect().top - level);
  for (let next = index + by; ; next += by) {
    const column = grid.querySelector(`[data-column="${next}"]`);
    if (!column) return undefined;
    const links = [...column.querySelectorAll<HTMLElement>(".block > a")];
    if (links.length > 0) return links.sort((a, b) => away(a) - away(b))[0];
  }
}

/** A ghost one step on: a quarter of an hour, a column (a day where there is one column), or longer or shorter. */
function stepped(at: Ghost, [x, y]: [1 | 0 | -1, 1 | 0 | -1], stretch: boolean, columns: readonly Column[]): Ghost {
  if (stretch) return { ...at, minutes: Math.max(STEP, Math.round(at.minutes / STEP) * STEP + y * STEP) };
  if (y !== 0) {
    const from = nextStart(at.axis, at.from, y);
    return from < 0 || from >= at.axis.minutes ? at : { ...at, from };
  }
  const members = columns.length > 1 && columns.every(({ axis }) => axis.day === columns[0]?.axis.day);
  if (members) return columns[at.column + x] ? { ...at, column: at.column + x } : at;
  const axis: Axis = axisOf(addDays(at.axis.day, x), at.axis.zone);
  const column = columns.findIndex((each) => each.axis.day === axis.day);
  return { ...at, axis, column, from: offsetOf(axis, clockMinutes(localAt(at.axis, at.from))) };
}

function withClash(at: Ghost, columns: readonly Column[]): Ghost {
  const column = columns[at.column];
  if (!column || !at.stop) return { ...at, clash: undefined };
  const member = memberOf(at.stop, column);
  const to = at.from + at.minutes;
  const clash = clashIn(sameDay(columns, column), { id: at.stop.id, member, from: at.from, to });
  return { ...at, clash };
}
