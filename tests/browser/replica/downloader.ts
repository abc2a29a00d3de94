/**
 * The worker that downloads, for pages that run the replica without the app around it. Where `dies` is set before it, it
 * dies at that transaction: before it begins, or so many ms after.
 */
import "../../../sync/downloader.ts";

declare const dies: { at: number; after: number | null } | undefined;

const death = typeof dies === "undefined" ? undefined : dies;
const begin = IDBDatabase.prototype.transaction;
let count = 0;

/** As when the browser ends: nothing more is done, and nobody is told. */
function die(): void {
  self.postMessage = () => {};
  self.close();
}

IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...asked: Parameters<typeof begin>) {
  count += 1;
  if (death?.at === count) {
    if (death.after === null) {
      die();
      throw new Error("dead");
    }
    setTimeout(die, death.after);
  }
  return begin.apply(this, asked);
} as typeof begin;
