/** The open database of one business, opened again when the browser breaks it. */
import { type Database, erase, isBroken, isRefusal, open } from "./database.ts";

export class Keeping {
  readonly business: string;
  readonly #broken: () => void;
  #db: Promise<Database> | undefined;
  #closed = false;

  /** `broken` is called when opening anew did not help: only a new page does. */
  constructor(business: string, broken: () => void) {
    this.business = business;
    this.#broken = broken;
  }

  /**
   * Runs work on the database. Work that fails because the connection is broken, as happens on iOS, runs once more on
   * a new one: nothing of it was kept.
   */
  async use<T>(work: (db: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#opened());
    } catch (error) {
      if (!isBroken(error) || this.#closed) throw error;
      this.#forget();
    }
    try {
      return await work(await this.#opened());
    } catch (error) {
      if (isBroken(error) && !this.#closed) this.#broken();
      throw error;
    }
  }

  /** Whether an error says that the phone keeps nothing, for lack of room or by its settings. */
  refuses(error: unknown): boolean {
    return isRefusal(error);
  }

  /** Closes the database; nothing can be done with it after. */
  async close(): Promise<void> {
    this.#closed = true;
    const db = await this.#db?.catch(() => undefined);
    db?.close();
  }

  /** Closes and erases the database. */
  async erase(): Promise<void> {
    await this.close();
    await erase(this.business);
  }

  #opened(): Promise<Database> {
    if (this.#closed) return Promise.reject(new DOMException("signed out", "AbortError"));
    this.#db ??= open(this.business, () => this.#forget());
    this.#db.catch(() => this.#forget());
    return this.#db;
  }

  #forget(): void {
    void this.#db?.then((db) => db.close()).catch(() => {});
    this.#db = undefined;
  }
}
