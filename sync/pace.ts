/**
 * The pace of a line: how much is pushed at once, and how long an acknowledgement is waited for. It outlives a
 * conversation, so that a line on which one was torn down in the midst of a push gets smaller ones in the next.
 */
import { MAX_FRAME } from "./wire.ts";

/** Without an acknowledgement, or a byte that leaves, for so long, in ms, the line is given up. */
const WATCHDOG = 30_000;
/** After so long a silence, in ms, it is given up, too. */
const SILENT = 60_000;
/** What the first push of a start may hold, and the least that later ones are cut to, in bytes. */
const FIRST = 64 * 1024;
const LEAST = 1024;
/** An acknowledgement that comes within this time lets pushes grow; one that takes longer than that lets them shrink. */
const QUICK = 5_000;
const LONG = 10_000;
/** How much longer than usual is waited at most, where waiting the usual time was not enough. */
const MOST_PATIENT = 4;

/** All times are in ms of one clock that never jumps. */
export class Pace {
  /** How many bytes the next push may hold; one op always goes. */
  bytes = FIRST;
  /** The pushes on their way: the last op of each, its size, when it was sent. */
  flying: readonly { n: number; bytes: number; at: number }[] = [];
  #patience = 1;
  /** When something was last seen to move. */
  #moved = 0;
  #queued = 0;

  /** A conversation begins: nothing is on its way. */
  begin(now: number): void {
    this.flying = [];
    this.#moved = now;
    this.#queued = 0;
  }

  /** A push of so many bytes, whose last op is number `n`, was handed to the browser. */
  pushed(n: number, bytes: number, now: number): void {
    if (!this.flying.length) this.#moved = now;
    this.flying = [...this.flying, { n, bytes, at: now }];
  }

  /** Every op up to number `n` is on the server. */
  acked(n: number, now: number): void {
    const last = this.flying.findLast((push) => push.n <= n);
    this.flying = this.flying.filter((push) => push.n > n);
    this.#moved = now;
    if (!last) return;
    const took = now - last.at;
    if (took < QUICK) {
      // What a small push took says nothing of a large one.
      this.bytes = Math.min(MAX_FRAME, Math.max(this.bytes, last.bytes * 2));
      this.#patience = 1;
    } else if (took > LONG) this.bytes = Math.max(LEAST, Math.min(this.bytes, Math.max(this.bytes, last.bytes) / 2));
  }

  /** What is on its way is sent once more. */
  forget(): void {
    this.flying = [];
  }

  /** Whether to give the line up. `heard`: when a message last came; `queued`: the bytes that the browser has yet to send. */
  late(now: number, heard: number, queued: number): boolean {
    if (queued < this.#queued) this.#moved = now;
    this.#queued = queued;
    const moved = Math.max(heard, this.#moved);
    const overdue = this.flying.length > 0 && now - this.#moved > WATCHDOG * this.#patience;
    return overdue || now - moved > SILENT * this.#patience;
  }

  /** The line broke; `late`: it was given up. What was on its way may have been too much at once for it. */
  torn(late: boolean): void {
    if (this.flying.length) this.bytes = Math.max(LEAST, this.bytes / 2);
    if (late) this.#patience = Math.min(MOST_PATIENT, this.#patience * 2);
    this.flying = [];
  }
}
