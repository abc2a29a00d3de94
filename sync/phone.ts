/** One tab's work with one business's copy: it is read at start, edited here, heard of from other tabs, synced by one. */
import { type Signal, signal } from "@preact/signals-core";
import type { Stop } from "./agenda.ts";
import { Clock } from "./clock.ts";
import { type Counter, type Database, type Meta, read, writing } from "./database.ts";
import { Editor } from "./editor.ts";
import { Keeping } from "./keeping.ts";
import { load } from "./load.ts";
import type { Memory } from "./memory.ts";
import { adopt, dismiss } from "./outbox.ts";
import { Reads } from "./reads.ts";
import type { Session } from "./session.ts";
import type { Copied } from "./snapshot.ts";
import type { Standing, Syncing } from "./syncing.ts";
import { type News, Tabs } from "./tabs.ts";
import { pushLast } from "./twin.ts";
import { Versions } from "./versions.ts";
import { watchPage } from "./wake.ts";
import type { Me } from "./wire.ts";

/** Out of sight for longer than this, in ms, a phone has slept, and its socket is not to be trusted. */
const AWAY = 30_000;

/** What a tab tells its owner. */
export interface Owner {
  /** This phone was signed out for good: its copy is to be erased. */
  wiped(): void;
  /** Another tab signed out. */
  left(): void;
  /** Only a new page helps. */
  broken(): void;
}

/** Who is signed in here. */
export interface Seat {
  business: string;
  member: string;
  role: string;
  device: string;
}

export class Phone {
  readonly business: string;
  readonly seat: Signal<Seat | null> = signal(null);
  readonly standing: Signal<Standing> = signal({ connected: null });
  readonly editor: Editor;
  /** What the store has that memory has not. */
  readonly reads: Reads;
  readonly #memory: Memory;
  readonly #keeping: Keeping;
  readonly #tabs: Tabs;
  readonly #owner: Owner;
  readonly #versions = new Versions(() => void this.reload());
  #clock = new Clock();
  #syncing: Syncing | undefined;
  #reloading: Promise<void> | undefined;
  #heard: News[] = [];
  #unwatch: () => void = () => {};
  #epoch = "";

  constructor(business: string, memory: Memory, owner: Owner) {
    this.business = business;
    this.#memory = memory;
    this.#owner = owner;
    this.#keeping = new Keeping(business, () => owner.broken());
    this.#tabs = new Tabs(business, (news) => this.#hear(news));
    this.reads = new Reads(this.#keeping, memory, () => this.reload());
    this.editor = new Editor(
      this.#keeping,
      memory,
      () => this.#clock.now(),
      (version, ops) => {
        this.#versions.saw(version);
        this.#tabs.tell({ kind: "edited", version, ops });
        this.#syncing?.kick();
      },
    );
    this.editor.find = (table, id) => this.reads.row(table, id);
  }

  /** Reads the copy into memory. `session`: has just signed in; what waits here is numbered under its device id. */
  async open(session?: Session): Promise<void> {
    if (session) await this.#keeping.use((db) => adopt(db, session));
    const told = this.#keeping.use((db) => db.get("meta", "offset"));
    const [offset] = await Promise.all([told, this.reload()]);
    this.#clock = new Clock(offset as Meta["offset"] | undefined);
    if (session) this.#tabs.tell({ kind: "renewed" });
  }

  /** Begins to sync, in this tab or another. */
  start(): void {
    this.#unwatch = watchPage({
      woke: (away) => this.#woke(away),
      lost: () => this.#syncing?.cut(),
      hid: () => this.#clock.rest(),
      going: (kept) => this.#going(kept),
      returned: () => void this.reload().then(() => this.#stand()),
    });
    this.#stand();
    this.#tabs.tell({ kind: "asking" });
  }

  /** Stops syncing and closes the store; with `erase` the copy is gone. */
  async close(erase: boolean): Promise<void> {
    this.#unwatch();
    if (erase) this.#tabs.tell({ kind: "wiped" });
    this.#tabs.close();
    await this.#syncing?.stop();
    await (erase ? this.#keeping.erase() : this.#keeping.close());
  }

  /** Runs work on the phone's store. */
  use<T>(work: (db: Database) => Promise<T>): Promise<T> {
    return this.#keeping.use(work);
  }

  /** Tries the network again at once. */
  retry(): void {
    this.#syncing?.wake();
  }

  /** Takes a refusal off the list. */
  async dismiss(key: string): Promise<void> {
    const version = await this.use((db) => dismiss(db, key));
    this.#memory.dismiss(key);
    this.#versions.saw(version);
    this.#tabs.tell({ kind: "dismissed", version, refusal: key });
  }

  /** The stops of a month as the store has them; a download that goes on brings more. */
  month(month: string): Promise<Stop[]> {
    this.#syncing?.want(month);
    return this.reads.month(month);
  }

  /** Reads everything into memory again. */
  reload(): Promise<void> {
    this.#reloading ??= this.#reload().finally(() => {
      this.#reloading = undefined;
    });
    return this.#reloading;
  }

  async #reload(): Promise<void> {
    this.#heard = [];
    const loaded = await this.use(load);
    const heard = this.#heard;
    this.#memory.load(loaded);
    this.#versions.begin(loaded.version);
    this.#epoch = loaded.epoch;
    this.editor.restore();
    this.#sit(loaded.me, loaded.counter);
    for (const news of heard) this.#take(news);
  }

  #sit(me: Me | undefined, { device }: Counter): void {
    const seat = me ? { business: this.business, member: me.id, role: me.role, device } : null;
    if (JSON.stringify(seat) !== JSON.stringify(this.seat.peek())) this.seat.value = seat;
  }

  /** Takes a copy whose pieces memory may hold already; else it is read. */
  async #copied(copied: Copied): Promise<void> {
    await this.#reloading?.catch(() => {});
    if (this.#memory.complete(copied)) {
      this.#versions.begin(copied.version);
      this.#epoch = copied.epoch;
    } else await this.reload();
    this.#tabs.tell({ kind: "renewed" });
  }

  #hear(news: News): void {
    // While the store is read anew, it may or may not have what is told of now.
    if (this.#reloading) this.#heard.push(news);
    this.#take(news);
  }

  #take(news: News): void {
    switch (news.kind) {
      case "edited":
        if (this.#known(news.version)) return;
        this.editor.others(news.ops);
        this.#syncing?.kick();
        return;
      case "settled":
        if (!this.#known(news.settled.version)) this.#memory.settle(news.settled);
        return;
      case "patched":
        if (!this.#known(news.patch.version)) this.#memory.patch(news.patch);
        return;
      case "dismissed":
        if (!this.#known(news.version)) this.#memory.dismiss(news.refusal);
        return;
      case "rehomed":
        this.#memory.rehome(news.homes);
        return;
      case "renewed":
        void this.reload();
        return;
      case "standing":
        if (!this.#syncing) this.standing.value = news.standing;
        return;
      case "asking":
        if (this.#syncing) this.#tabs.tell({ kind: "standing", standing: this.standing.peek() });
        return;
      case "wiped":
        this.#owner.left();
    }
  }

  /** Whether a change was read or heard of before; from now on it was. */
  #known(version: number): boolean {
    const known = this.#versions.knows(version);
    this.#versions.saw(version);
    return known;
  }

  #stand(): void {
    this.#tabs.stand(async () => {
      const syncing = await this.#sync();
      this.#syncing = syncing;
      const untell = syncing.standing.subscribe((standing) => {
        this.standing.value = standing;
        this.#tabs.tell({ kind: "standing", standing });
      });
      return async () => {
        untell();
        this.#syncing = undefined;
        await syncing.stop();
      };
    });
  }

  /**
   * The work of the one tab that syncs: what it does to the store it does to memory and tells the others. Its code loads
   * by itself, since the first screen does not wait for it.
   */
  async #sync(): Promise<Syncing> {
    const { Syncing } = await import("./syncing.ts");
    const { protocol, host } = location;
    const memory = this.#memory;
    const phone = this;
    return new Syncing(
      {
        get clock() {
          return phone.#clock;
        },
        use: (work) => this.use(work),
        refuses: (error) => this.#keeping.refuses(error),
        blockOf: memory.blockOf,
        now: () => memory.now(),
        business: this.business,
        months: () => memory.calendar.asked(),
        arrived: (piece) => memory.arrive(piece),
        copied: (copied) => this.#copied(copied),
        settled: (settled) => {
          if (this.#known(settled.version)) return;
          memory.settle(settled);
          this.#tabs.tell({ kind: "settled", settled });
        },
        patched: (patch) => {
          if (this.#known(patch.version)) return;
          memory.patch(patch);
          this.#tabs.tell({ kind: "patched", patch });
        },
        rehomed: (homes) => {
          memory.rehome(homes);
          this.#tabs.tell({ kind: "rehomed", homes });
        },
        renewed: async () => {
          await this.reload();
          this.#tabs.tell({ kind: "renewed" });
        },
        isMine: (me) => this.#isMine(me),
        welcomed: (me) => this.#welcomed(me),
        wiped: () => this.#owner.wiped(),
      },
      `${protocol === "https:" ? "wss" : "ws"}://${host}/sync`,
    );
  }

  /** Tabs share one cookie: in another, somebody else may have signed in, even for another business. */
  async #isMine(me: Me): Promise<boolean> {
    const known = (await this.use((db) => db.get("meta", "me"))) as Meta["me"] | undefined;
    return known === undefined || known.id === me.id;
  }

  /** The server says who is signed in, and what time it is. */
  async #welcomed(me: Me): Promise<void> {
    const counter = await this.use(async (db) => {
      const tx = writing(db, ["meta"]);
      const [old, counter] = await Promise.all([read(tx, "me"), read(tx, "counter")]);
      await Promise.all([
        tx.objectStore("meta").put(me, "me"),
        tx.objectStore("meta").put(this.#clock.best, "offset"),
        tx.done,
      ]);
      return JSON.stringify(old) !== JSON.stringify(me) && counter;
    });
    if (!counter) return;
    this.#sit(me, counter);
    this.#tabs.tell({ kind: "renewed" });
  }

  #woke(away: number): void {
    this.#memory.tick();
    // The code that syncs may not have loaded without a network.
    this.#stand();
    this.#syncing?.wake(away > AWAY ? 0 : AWAY);
  }

  #going(kept: boolean): void {
    const device = this.seat.peek()?.device;
    const unsent = this.editor.unsent();
    if (this.#syncing && device && this.#epoch && unsent.length) {
      pushLast({ device, epoch: this.#epoch, now: this.#clock.now() }, unsent);
    }
    // A page that is kept for the back button must not keep others from syncing.
    if (kept) this.#tabs.resign();
  }
}
