/** The page's life: when to try the network again, when a socket is not to be trusted, when the page goes. */

export interface Waking {
  /** The network is back, or the page is seen again after so many ms out of sight. */
  woke(away: number): void;
  /** The network went. */
  lost(): void;
  /** The page is out of sight: the phone may sleep. */
  hid(): void;
  /** The page goes and may not come back. `kept`: the browser keeps it whole for the back button. */
  going(kept: boolean): void;
  /** The page comes back whole; what happened meanwhile it has not heard. */
  returned(): void;
}

/** Tells of the page's life. Gives the function that stops it. */
export function watchPage(waking: Waking): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  let hidden = 0;
  addEventListener("online", () => waking.woke(Number.POSITIVE_INFINITY), { signal });
  addEventListener("offline", () => waking.lost(), { signal });
  window.addEventListener("pagehide", ({ persisted }) => waking.going(persisted), { signal });
  window.addEventListener("pageshow", ({ persisted }) => persisted && waking.returned(), { signal });
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "hidden") {
        hidden = Date.now();
        waking.hid();
      } else waking.woke(Date.now() - hidden);
    },
    { signal },
  );
  return () => stopped.abort();
}
