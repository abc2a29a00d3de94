/** Several tabs of one browser profile: one syncs, and each tells the others what it changed. */
import { channelOf } from "./current.ts";
import type { Kept, Refusal } from "./database.ts";
import type { Settled } from "./outbox.ts";
import type { Homes } from "./rewrite.ts";
import type { Patch } from "./rows.ts";
import type { Standing } from "./syncing.ts";

/** What tabs tell each other. Whatever changes the store bears the number of the change. */
export type News =
  | { kind: "edited"; version: number; ops: Kept[] }
  | { kind: "settled"; settled: Settled }
  | { kind: "patched"; patch: Patch }
  | { kind: "dismissed"; version: number; refusal: Refusal["key"] }
  | { kind: "rehomed"; homes: Homes }
  | { kind: "renewed" }
  | { kind: "standing"; standing: Standing }
  | { kind: "asking" }
  | { kind: "wiped" };

export class Tabs {
  readonly #channel: BroadcastChannel;
  readonly #name: string;
  #resign: () => void = () => {};
  #closed = false;
  #running = false;

  /** The tabs that work for one business. */
  constructor(business: string, heard: (news: News) => void) {
    this.#name = channelOf(business);
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => heard(data);
  }

  /** Tells the other tabs. */
  tell(news: News): void {
    if (!this.#closed) this.#channel.postMessage(news);
  }

  /** Stands for being the one that syncs: `lead` is called once it is, and gives what to do when it no longer is. */
  stand(lead: () => Promise<() => Promise<void>>): void {
    if (this.#running || this.#closed) return;
    this.#running = true;
    const resigned = new Promise<void>((resolve) => {
      this.#resign = resolve;
    });
    const aborting = new AbortController();
    void resigned.then(() => aborting.abort());
    navigator.locks
      .request(this.#name, { signal: aborting.signal }, async () => {
        const stop = await lead();
        await resigned;
        await stop();
      })
      .catch(() => {})
      .finally(() => {
        this.#running = false;
      });
  }

  /** Lets another tab sync. */
  resign(): void {
    this.#resign();
  }

  /** Neither tells nor hears any more. */
  close(): void {
    this.#closed = true;
    this.#resign();
    this.#channel.close();
  }
}
