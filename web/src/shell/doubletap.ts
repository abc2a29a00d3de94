/** How soon and how near a second tap belongs to the first, in ms and pixels. */
const SOON = 400;
const NEAR = 24;

/**
 * Lets a double tap act once. Where the first tap closed a sheet or opened a screen, the second would hit whatever came
 * to lie under the finger, such as a tab of the navigation below a sheet's button.
 */
export function actOncePerDoubleTap(): void {
  let last = { at: Number.NEGATIVE_INFINITY, x: 0, y: 0, target: null as EventTarget | null };
  addEventListener(
    "click",
    (event) => {
      // Presses of keys and scripts have no place.
      if (event.detail === 0) return;
      const { timeStamp: at, clientX: x, clientY: y, target } = event;
      const again = at - last.at < SOON && Math.hypot(x - last.x, y - last.y) < NEAR;
      const gone = !(last.target as Node | null)?.isConnected;
      last = { at, x, y, target: again ? last.target : target };
      if (!again || !gone) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
