/** Scrolling while something is dragged to the edge of what scrolls. */

/** How near to the edge, in px. */
const NEAR = 48;
/** The most px of one frame. */
const MOST = 14;

/** Scrolls `pane` while the pointer is near its upper or lower edge and tells `scrolled`; returns what ends it. */
export function scrollAtEdges(pane: HTMLElement, scrolled: () => void): () => void {
  let y: number | null = null;
  const follow = (event: PointerEvent | TouchEvent) => {
    y = "touches" in event ? (event.touches[0]?.clientY ?? null) : event.clientY;
  };
  const look = () => {
    frame = requestAnimationFrame(look);
    if (y === null) return;
    const { top, bottom } = pane.getBoundingClientRect();
    const by = y < top + NEAR ? y - top - NEAR : y > bottom - NEAR ? y - bottom + NEAR : 0;
    if (by === 0) return;
    const before = pane.scrollTop;
    pane.scrollTop += Math.max(-MOST, Math.min(MOST, by / 3));
    if (pane.scrollTop !== before) scrolled();
  };
  let frame = requestAnimationFrame(look);
  addEventListener("pointermove", follow);
  addEventListener("touchmove", follow, { passive: true });
  return () => {
    cancelAnimationFrame(frame);
    removeEventListener("pointermove", follow);
    removeEventListener("touchmove", follow);
  };
}
