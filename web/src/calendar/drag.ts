/**
 * Bookings under the mouse and the thumb: dragged to another time, day or member, stretched by the lower edge, drawn on empty
 * time. The mouse drags at once; a finger after a long press, so that a flick still scrolls.
 */
import type { Stop } from "../../../sync/replica";
import { STEP, snap } from "./axis";
import { type Column, clashIn } from "./column";
import { scrollAtEdges } from "./edges";
import { type Ghost, ghost } from "./ghost";
import { move } from "./move";
import type { Piece } from "./pieces";

/** What dragging needs to know of the grid, and what it tells it. */
export interface Field {
  columns: readonly Column[];
  /** A new booking is wanted at `from` of a column; `minutes` when its length was drawn. */
  create: (column: Column, from: number, minutes?: number) => void;
  /** A booking was clicked. */
  open: (booking: string) => void;
}

interface Point {
  x: number;
  y: number;
}

/** What is being dragged. */
interface Held {
  kind: "move" | "stretch" | "draw";
  column: number;
  piece?: Piece;
  /** Minutes between the beginning of what is held and where it is held. */
  grab: number;
}

/** A mouse that moves less than this, in px, clicks. */
const CLICK = 4;
/** A finger that moves less than this presses. */
const PRESS = 10;
/** How long a finger rests on a thing to pick it up, in ms. */
const LONG = 400;

/** Installs dragging on a grid that scrolls in `pane`; returns what takes it off. */
export function installDrag(grid: HTMLElement, pane: HTMLElement, field: () => Field): () => void {
  let held: Held | null = null;
  let armed: { at: Point; held: Held; timer?: ReturnType<typeof setTimeout> } | null = null;
  let moved = false;
  let last: Point = { x: 0, y: 0 };
  let release = () => {};

  /** The column at a point and the minutes of its day there. */
  const under = ({ x, y }: Point): { index: number; at: number } => {
    const bodies = [...grid.querySelectorAll<HTMLElement>(".column")];
    const found = bodies.findIndex((body) => x < body.getBoundingClientRect().right);
    const index = found < 0 ? bodies.length - 1 : found;
    const box = bodies[index]?.getBoundingClientRect();
    const minutes = field().columns[index]?.axis.minutes ?? 0;
    return { index, at: box ? ((y - box.top) / box.height) * minutes : 0 };
  };

  const heldAt = (point: Point, target: EventTarget | null): Held => {
    const { index, at } = under(point);
    const element = target instanceof Element ? target : null;
    const id = element?.closest<HTMLElement>("[data-stop]")?.dataset.stop;
    const piece = field().columns[index]?.pieces.find(({ stop }) => stop.id === id);
    if (!piece) return { kind: "draw", column: index, grab: Math.floor(at / STEP) * STEP };
    const kind = element?.closest("[data-grip]") ? "stretch" : "move";
    return { kind, column: index, piece, grab: kind === "move" ? at - piece.from : 0 };
  };

  const begin = (what: Held, point: Point) => {
    held = what;
    moved = false;
    lift(what.piece?.stop);
    addEventListener("keydown", giveUp, true);
    release = scrollAtEdges(pane, () => {
      show(last);
    });
    document.body.classList.add("dragging");
    if (what.kind !== "draw") show(point);
  };

  const lift = (stop?: Stop) => {
    for (const each of grid.querySelectorAll<HTMLElement>(".block")) {
      each.classList.toggle("lifted", each.dataset.stop === stop?.id);
    }
  };

  const show = (point: Point) => {
    if (!held) return;
    last = point;
    const next = ghostOf(held, under(point), field().columns);
    const before = ghost.peek();
    if (before?.from === next.from && before.minutes === next.minutes && before.column === next.column) return;
    if (before) moved = true;
    ghost.value = next;
  };

  const end = (): { done: Held; at: Ghost } | null => {
    const [done, at] = [held, ghost.peek()];
    held = null;
    release();
    removeEventListener("keydown", giveUp, true);
    document.body.classList.remove("dragging");
    return done && at ? { done, at } : null;
  };

  const cancel = () => {
    end();
    lift();
    ghost.value = null;
  };

  const drop = async () => {
    const ended = end();
    const column = ended && field().columns[ended.at.column];
    if (ended && column) {
      const { done, at } = ended;
      if (done.piece) await move(done.piece.stop, { ...at, member: memberOf(done.piece.stop, column) });
      else field().create(column, at.from, at.minutes);
    }
    lift();
    ghost.value = null;
  };

  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  };

  const disarm = () => {
    clearTimeout(armed?.timer);
    armed = null;
  };

  // The mouse

  const down = (event: PointerEvent) => {
    moved = false;
    if (event.pointerType === "touch" || event.button !== 0) return;
    const at = { x: event.clientX, y: event.clientY };
    armed = { at, held: heldAt(at, event.target) };
    addEventListener("pointermove", drag);
    addEventListener("pointerup", up);
  };

  const drag = (event: PointerEvent) => {
    const at = { x: event.clientX, y: event.clientY };
    if (armed && !held && far(at, armed.at, CLICK)) begin(armed.held, armed.at);
    if (held) show(at);
  };

  const up = () => {
    removeEventListener("pointermove", drag);
    removeEventListener("pointerup", up);
    disarm();
    if (!held) return;
    moved = true;
    void drop();
  };

  // The finger

  const touch = (event: TouchEvent) => {
    disarm();
    const [finger] = event.touches;
    if (!finger || event.touches.length > 1) return cancel();
    const at = { x: finger.clientX, y: finger.clientY };
    const what = heldAt(at, event.target);
    if (what.kind === "stretch") return begin(what, at);
    const pick = () => {
      navigator.vibrate?.(10);
      begin(what, at);
      if (what.kind === "draw") show({ ...at, y: at.y + 1 });
    };
    armed = { at, held: what, timer: setTimeout(pick, LONG) };
  };

  const slide = (event: TouchEvent) => {
    const [finger] = event.touches;
    if (!finger) return;
    const at = { x: finger.clientX, y: finger.clientY };
    if (held) {
      // The grid scrolls already: what is held would not stay under the finger.
      if (!event.cancelable) return cancel();
      event.preventDefault();
      show(at);
    } else if (armed && far(at, armed.at, PRESS)) disarm();
  };

  const lifted = (event: TouchEvent) => {
    disarm();
    if (!held) return;
    event.preventDefault();
    const { piece, kind } = held;
    if (moved || kind === "draw") return void drop();
    cancel();
    pickOut(grid, piece?.stop.id);
  };

  const menu = (event: Event) => {
    if (held || armed?.timer) event.preventDefault();
  };

  const click = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (moved) {
      moved = false;
      return;
    }
    pickOut(grid);
    const target = event.target instanceof Element ? event.target : null;
    const stop = target?.closest<HTMLElement>("[data-stop]")?.dataset.stop;
    if (stop) return field().open(stop);
    const { index, at } = under({ x: event.clientX, y: event.clientY });
    const column = field().columns[index];
    if (column && target?.closest(".column")) field().create(column, snap(column.axis, at - STEP / 2));
  };

  const quit = new AbortController();
  const { signal } = quit;
  grid.addEventListener("pointerdown", down, { signal });
  grid.addEventListener("touchstart", touch, { passive: true, signal });
  // Installed from the start and not passive: a browser decides at the first touch whether it may be kept from scrolling.
  grid.addEventListener("touchmove", slide, { passive: false, signal });
  grid.addEventListener("touchend", lifted, { passive: false, signal });
  grid.addEventListener("touchcancel", cancelAll, { signal });
  grid.addEventListener("contextmenu", menu, { signal });
  grid.addEventListener("click", click, { signal });

  function cancelAll() {
    disarm();
    cancel();
  }

  return () => {
    quit.abort();
    removeEventListener("pointermove", drag);
    removeEventListener("pointerup", up);
    cancelAll();
  };
}

const far = (a: Point, b: Point, least: number): boolean => Math.hypot(a.x - b.x, a.y - b.y) > least;

/** Shows the handle by which a finger stretches a booking. */
function pickOut(grid: HTMLElement, id?: string): void {
  for (const each of grid.querySelectorAll<HTMLElement>(".block")) {
    each.classList.toggle("picked", id !== undefined && each.dataset.stop === id);
  }
}

/** Whose a booking becomes in a column: a day's column changes nothing. */
export const memberOf = (stop: Stop, column: Column): string => column.member ?? stop.member;

/** Where what is held stands while the pointer is at `at` of column `index`. */
function ghostOf(held: Held, { index, at }: { index: number; at: number }, columns: readonly Column[]): Ghost {
  const { kind, piece } = held;
  const place = kind === "move" ? index : held.column;
  const column = columns[place] as Column;
  const { axis } = column;
  let [from, minutes] = [0, STEP];
  if (kind === "draw") {
    // Drawn down or up from where it began; never from the second pass, which a local time cannot say.
    const [first, last] = [Math.min(at, held.grab), Math.max(at, held.grab + STEP)];
    from = snap(axis, Math.max(0, Math.floor(first / STEP) * STEP));
    minutes = Math.max(STEP, Math.min(axis.minutes, Math.ceil(last / STEP) * STEP) - from);
  } else if (piece && kind === "stretch") {
    from = piece.from;
    minutes = Math.max(STEP, Math.round((at - from) / STEP) * STEP);
  } else if (piece) {
    const least = Math.min(0, piece.from);
    from = snap(axis, Math.max(least, Math.min(axis.minutes - STEP, at - held.grab)));
    minutes = piece.stop.minutes;
  }
  const stop = piece?.stop;
  const member = stop ? memberOf(stop, column) : (column.member ?? "");
  const clash = clashIn(sameDay(columns, column), { id: stop?.id, member, from, to: from + minutes });
  return { axis, column: place, from, minutes, stop, clash };
}

/** Everything on the day of a column, in whosever column it stands. */
export const sameDay = (columns: readonly Column[], column: Column): Piece[] =>
  columns.filter(({ axis }) => axis.day === column.axis.day).flatMap(({ pieces }) => pieces);
