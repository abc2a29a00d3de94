/** Sends the outbox without a page: for the service worker, when the network is back and the app is closed. */
import { Clock } from "./clock.ts";
import { current } from "./current.ts";
import { type Offset, open } from "./database.ts";
import { Tabs } from "./tabs.ts";
import { pushAll } from "./twin.ts";

/** The tag of the `sync` event by which a browser that has Background Sync asks for `flush`. */
export const OUTBOX_TAG = "fichero-outbox";

/** Sends what waits, unless a tab syncs. Rejects when it should be tried again later. */
export async function flush(): Promise<void> {
  const used = await current();
  if (!used || used.leaving) return;
  const tabs = new Tabs(used.business, () => {});
  try {
    await tabs.alone(async () => {
      const db = await open(used.business);
      try {
        const clock = new Clock((await db.get("meta", "offset")) as Offset | undefined);
        const now = () => clock.now();
        const ended = await pushAll(db, now, (settled) => tabs.tell({ kind: "settled", settled }));
        if (ended === "later") throw new Error("the server is busy");
      } finally {
        db.close();
      }
    });
  } finally {
    tabs.close();
  }
}
