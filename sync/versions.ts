/** Which numbered changes of the store this tab has heard of; a missing one means that news was lost. */

/** How long a number may be missing, in ms: tabs do not tell in the order of their commits. */
const PATIENCE = 1_000;

export class Versions {
  readonly #missed: () => void;
  readonly #seen = new Set<number>();
  #upTo = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `missed` is called when a change was never heard of. */
  constructor(missed: () => void) {
    this.#missed = missed;
  }

  /** Everything up to a number was read from the store. */
  begin(upTo: number): void {
    this.#upTo = upTo;
    for (const version of this.#seen) if (version <= upTo) this.#seen.delete(version);
    this.saw(upTo);
  }

  /** A change was heard of. */
  saw(version: number): void {
    if (version > this.#upTo) this.#seen.add(version);
    while (this.#seen.delete(this.#upTo + 1)) this.#upTo += 1;
    clearTimeout(this.#timer);
    if (this.#seen.size) this.#timer = setTimeout(this.#missed, PATIENCE);
  }

  /** Whether a change is among those that were read or heard of. */
  knows(version: number): boolean {
    return version <= this.#upTo || this.#seen.has(version);
  }
}
