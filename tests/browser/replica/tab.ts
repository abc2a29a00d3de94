/** A tab of a schedule: a worker that may be killed in the middle of anything. */
import type { works } from "./worker.ts";

type Works = typeof works;

/** A tab was killed before it had answered. */
export class Killed extends Error {}

export class Tab {
  readonly #worker = new Worker("/worker.js", { type: "module" });
  readonly #asked = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #last = 0;

  constructor() {
    this.#worker.onmessage = ({ data: { id, value, error } }) => {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      if (error) asked?.reject(new Error(error));
      else asked?.resolve(value as never);
    };
  }

  /** Has the tab do something. Raises Killed when it dies first. */
  do<K extends keyof Works>(work: K, ...args: Parameters<Works[K]>): Promise<Awaited<ReturnType<Works[K]>>> {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise<never>((resolve, reject) => this.#asked.set(id, { resolve, reject }));
    this.#worker.postMessage({ id, work, args });
    return answer;
  }

  /** Ends the tab at once, whatever it is in the middle of. */
  kill(): void {
    this.#worker.terminate();
    for (const { reject } of this.#asked.values()) reject(new Killed());
    this.#asked.clear();
  }
}

/** Random numbers that a seed repeats. */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, without, `sides`. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides);
  }

  /** Whether something that happens once in so many times happens. */
  once(times: number): boolean {
    return this.roll(times) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.roll(from.length)] as T;
  }
}

/** Fails a schedule with what was expected and what was found. */
export function expectSame(found: unknown, expected: unknown, what: string): void {
  const [left, right] = [text(found) ?? "", text(expected) ?? ""];
  if (left === right) return;
  let same = 0;
  while (left[same] === right[same]) same += 1;
  const around = (whole: string) => whole.slice(Math.max(0, same - 300), same + 300);
  throw new Error(`${what}:\nfound    …${around(left)}…\nexpected …${around(right)}…`);
}

/** JSON with keys sorted. */
export function text(value: unknown): string | undefined {
  return JSON.stringify(value, (_, item) => {
    if (!item || typeof item !== "object" || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
