/** The phone's best idea of server time: its wall clock and what the least delayed exchange with the server told. */
import type { Offset } from "./database.ts";

/** A wall clock that moves by more than this against the monotonic one, in ms, was set by somebody. */
const JUMP = 1_000;

/** Where time comes from: ms UTC, and ms of a clock that nobody sets. */
export interface Times {
  wall(): number;
  monotonic(): number;
}

const BROWSER: Times = { wall: () => Date.now(), monotonic: () => performance.now() };

export class Clock {
  readonly #times: Times;
  #best: Offset;
  #difference: number;
  /** Whether the page was out of sight since the clocks were last compared: the phone may have slept. */
  #slept = false;

  constructor(best: Offset = { offset: 0, delay: Number.POSITIVE_INFINITY }, times: Times = BROWSER) {
    this.#times = times;
    this.#best = best;
    this.#difference = times.wall() - times.monotonic();
  }

  /** What is known of server time. */
  get best(): Offset {
    return this.#best;
  }

  /** Now, ms UTC by the server's clock as far as known. */
  now(): number {
    this.#compare();
    return Math.max(0, Math.round(this.#times.wall() + this.#best.offset));
  }

  /** The page went out of sight: the monotonic clock may stop with the phone. */
  rest(): void {
    this.#compare();
    this.#slept = true;
  }

  /** Begins an exchange; the function that it gives takes the server's now. */
  exchange(): (now: number) => void {
    const begun = this.#times.monotonic();
    return (now) => {
      this.#compare();
      const delay = this.#times.monotonic() - begun;
      const offset = Math.round(now + delay / 2 - this.#times.wall());
      // Two honest exchanges differ by half their delays at most: more, and the old one is of a clock since moved.
      const moved = Math.abs(offset - this.#best.offset) > (delay + this.#best.delay) / 2;
      if (delay <= this.#best.delay || moved) this.#best = { offset, delay };
    };
  }

  #compare(): void {
    const difference = this.#times.wall() - this.#times.monotonic();
    const jump = difference - this.#difference;
    this.#difference = difference;
    // In its sleep a phone's monotonic clock stands still, and the wall clock only seems to jump ahead.
    const sleep = jump > 0 && this.#slept;
    this.#slept = false;
    if (Math.abs(jump) > JUMP && !sleep) this.#best = { ...this.#best, offset: this.#best.offset - Math.round(jump) };
  }
}
