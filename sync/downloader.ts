/**
 * The worker that takes a copy of the business: what arrives is parsed, packed and stored here, so that the page stays
 * free for whoever uses it meanwhile. It is told of the business, then of months; it tells what memory needs.
 */
import { open } from "./database.ts";
import { Refused } from "./refused.ts";
import { type Copied, Downloading, type Piece } from "./snapshot.ts";

/** What the page says: first whose copy to take and which months' stops it wants at once, later of more months. */
export type Asked = { business: string; months: string[] } | { month: string };

/** What the worker says: how far it is, what came, and at last how it ended. `refused`: the properties of a Refused. */
export type Told =
  | { progress: [done: number, total: number] }
  | { piece: Piece }
  | { copied: Copied }
  | { failed: unknown }
  | { refused: Partial<Refused> };

let downloading: Promise<Downloading> | undefined;

const tell = (told: Told) => postMessage(told);

async function begin(business: string, months: string[]): Promise<Downloading> {
  const watcher = {
    progress: (done: number, total: number) => tell({ progress: [done, total] }),
    arrived: (piece: Piece) => tell({ piece }),
  };
  return new Downloading(await open(business), watcher, months);
}

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  try {
    if ("month" in data) (await downloading)?.want(data.month);
    else {
      downloading = begin(data.business, data.months);
      tell({ copied: await (await downloading).run() });
    }
  } catch (error) {
    tell(error instanceof Refused ? { refused: { ...error, message: error.message } } : { failed: error });
  }
});
