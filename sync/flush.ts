/** The outbox from the service worker: sent when the browser says that the network is back, though no page is open. */
import { Clock } from "./clock.ts";
import { channelOf, current } from "./current.ts";
import { type Meta, open } from "./database.ts";
import { pushAll } from "./twin.ts";

/** The tag of the `sync` event by which a browser that has Background Sync lets the service worker send the outbox. */
export const OUTBOX_TAG = "fichero-outbox";

/**
 * Sends what waits. A tab that syncs does it better, and holds the lock; what is more than a push settles is left to the
 * next start. Rejects without a network or when the server is busy, so that the
 * browser tries again.
 */
export async function flush(): Promise<void> {
  const here = await current();
  if (!here || here.leaving) return;
  const name = channelOf(here.business);
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const db = await open(here.business);
    const tabs = new BroadcastChannel(name);
    try {
      const clock = new Clock((await db.get("meta", "offset")) as Meta["offset"] | undefined);
      const now = () => clock.now();
      const ended = await pushAll(db, now, (settled) => tabs.postMessage({ kind: "settled", settled }));
      if (ended === "later") throw new Error("the server is busy");
    } finally {
      tabs.close();
      db.close();
    }
  });
}
