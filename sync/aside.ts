/** Has a copy taken in a worker beside the page; on the page itself, in short turns, where no worker starts. */
import type { Database } from "./database.ts";
import type { Asked, Told } from "./downloader.ts";
import { Refused } from "./refused.ts";
import { type Copied, Downloading, type Watcher } from "./snapshot.ts";

/** A worker that takes copies, from the moment on at which one may be needed. */
export class Aside {
  readonly #worker = new Worker(__DOWNLOADER__);
  readonly #broken = new Promise<void>((resolve) => {
    this.#worker.onerror = () => resolve();
  });
  readonly #wanted = new Set<string>();
  #here: Downloading | undefined;

  /** Takes a copy of a business, `months` with its stops as they come. Raises what `Downloading.run` raises. */
  async take(
    business: string,
    db: Database,
    months: Iterable<string>,
    watcher: Watcher,
    signal: AbortSignal,
  ): Promise<Copied> {
    for (const month of months) this.#wanted.add(month);
    const there = new Promise<Copied>((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener("abort", () => reject(signal.reason));
      this.#worker.onmessage = ({ data }: MessageEvent<Told>) => {
        if ("progress" in data) watcher.progress(...data.progress);
        else if ("piece" in data) watcher.arrived(data.piece);
        else if ("copied" in data) resolve(data.copied);
        else reject("refused" in data ? Object.assign(new Refused(0), data.refused) : data.failed);
      };
    });
    this.#ask({ business, months: [...this.#wanted] });
    const copied = await Promise.race([there, this.#broken]);
    if (copied) return copied;
    const pause = () => new Promise((resolve) => setTimeout(resolve));
    this.#here = new Downloading(db, { ...watcher, pause }, this.#wanted);
    return this.#here.run(signal);
  }

  /** Has one more month's stops told as they come, and those that came. */
  want(month: string): void {
    // A worker that does not start takes no word to whoever goes on in its place.
    this.#wanted.add(month);
    this.#here?.want(month);
    this.#ask({ month });
  }

  /** Ends the worker, whatever it is doing. */
  end(): void {
    this.#worker.terminate();
  }

  #ask(asked: Asked): void {
    this.#worker.postMessage(asked);
  }
}
