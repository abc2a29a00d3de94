/** The service worker from the page's side: it is registered, asked for newer builds, and let in when the person says so. */
import { signal } from "@preact/signals";

/** True when a newer build is on this phone and waits for *Reload*. */
export const newVersion = signal(false);

let registration: ServiceWorkerRegistration | undefined;
let reloading = false;

const look = () => {
  newVersion.value = Boolean(registration?.waiting && navigator.serviceWorker.controller);
};

/** Registers the worker and looks for a newer build whenever the app comes back to the screen. */
export async function watchVersions(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (reloading) location.reload();
  });
  try {
    registration = await navigator.serviceWorker.register("/sw.js");
  } catch {
    return; // No network at the first start, or a browser that forbids it: the app works, it only does not start offline.
  }
  look();
  registration.addEventListener("updatefound", () => {
    registration?.installing?.addEventListener("statechange", look);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && navigator.onLine) registration?.update().catch(() => undefined);
  });
}

/** Lets the waiting build in and starts the page anew with it; with none waiting the page only starts anew. */
export function takeNewVersion(): void {
  const waiting = registration?.waiting;
  reloading = Boolean(waiting);
  if (waiting) waiting.postMessage("take over");
  else location.reload();
}
