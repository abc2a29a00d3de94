/** Swipes on a stop: to the right what it waits for, to the left all that can be done there. */

export interface Swipe {
  right?: (() => void) | undefined;
  left?: (() => void) | undefined;
}

/** px: less is a tap; more of it upwards than sideways is a scroll; this far, and it is meant. */
const SLOP = 12;
const MEANT = 88;
/** px along the screen's edges that belong to the phone's own gestures. */
const EDGE = 24;

/** Listens to the fingers on a row; `acts` tells what a swipe would do now. Returns what ends it. */
export function watchSwipes(row: HTMLElement, acts: () => Swipe): () => void {
  let start: { x: number; y: number; id: number } | null = null;
  let away = 0;

  const act = () => (away > 0 ? acts().right : away < 0 ? acts().left : undefined);
  const draw = () => {
    row.classList.toggle("swiped-right", away > 0);
    row.classList.toggle("swiped-left", away < 0);
    row.classList.toggle("meant", Math.abs(away) >= MEANT);
    row.style.setProperty("--away", `${away}px`);
  };
  const end = () => {
    start = null;
    away = 0;
    draw();
  };
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const down = (event: PointerEvent) => {
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    if (event.clientX < EDGE || event.clientX > innerWidth - EDGE) return;
    start = { x: event.clientX, y: event.clientY, id: event.pointerId };
  };
  const move = (event: PointerEvent) => {
    if (!start || event.pointerId !== start.id) return;
    const [x, y] = [event.clientX - start.x, event.clientY - start.y];
    if (away === 0) {
      if (Math.abs(y) > SLOP) return end();
      if (Math.abs(x) < SLOP || Math.abs(x) < 2 * Math.abs(y)) return;
      row.setPointerCapture(start.id);
    }
    away = x;
    if (!act()) away = 0;
    draw();
  };
  const up = () => {
    const meant = Math.abs(away) >= MEANT ? act() : undefined;
    if (away !== 0) {
      // The click that follows where the finger was lifted is not meant.
      row.addEventListener("click", swallow, true);
      setTimeout(() => row.removeEventListener("click", swallow, true));
    }
    end();
    meant?.();
  };

  row.addEventListener("pointerdown", down);
  row.addEventListener("pointermove", move);
  row.addEventListener("pointerup", up);
  row.addEventListener("pointercancel", end);
  return () => {
    row.removeEventListener("pointerdown", down);
    row.removeEventListener("pointermove", move);
    row.removeEventListener("pointerup", up);
    row.removeEventListener("pointercancel", end);
  };
}
