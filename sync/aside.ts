/** Has a copy taken in a worker beside the page; on the page itself, in short turns, where no worker starts. */
import type { Database } from "./database.ts";
import type { Asked, Told } from "./downloader.ts";
import { Refused } from "./refused.ts";
import { type Copied, Downloading, type Watcher } from "./snapshot.ts";

/** A download that can be told of more months. */
export interface Aside {
  want(month: string): void;
  /** Raises what `Downloading.run` raises. */
  readonly copied: Promise<Copied>;
}

/** Begins to take a copy of a business. */
export function aside(
  business: string,
  db: Database,
  months: Iterable<string>,
  watcher: Watcher,
  signal: AbortSignal,
): Aside {
  signal.throwIfAborted();
  let here: Downloading | undefined;
  const wanted = new Set(months);
  const worker = new Worker(__DOWNLOADER__, { type: "module" });
  const ask = (asked: Asked) => worker.postMessage(asked);
  const work = new Promise<Copied>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if ("progress" in data) watcher.progress(...data.progress);
      else if ("piece" in data) watcher.arrived(data.piece);
      else if ("copied" in data) resolve(data.copied);
      else reject("refused" in data ? Object.assign(new Refused(0), data.refused) : data.failed);
    };
    worker.onerror = () => {
      const pause = () => new Promise((resolve) => setTimeout(resolve));
      here = new Downloading(db, { ...watcher, pause }, wanted);
      resolve(here.run(signal));
    };
    ask({ business, months: [...wanted] });
  });
  return {
    want: (month) => {
      wanted.add(month);
      if (here) here.want(month);
      else ask({ month });
    },
    copied: work.finally(() => worker.terminate()),
  };
}
