/** Keeps the phone and the server together: one tab of the browser profile runs this, and only one. */
import { signal } from "@preact/signals-core";
import { Aside } from "./aside.ts";
import { demand, standing } from "./database.ts";
import { type End, type Held, type Host, Link } from "./link.ts";
import { prune } from "./outbox.ts";
import { Pace } from "./pace.ts";
import { Refused } from "./refused.ts";
import { type Homes, tidy } from "./rewrite.ts";
import { apply } from "./rows.ts";
import { present } from "./session.ts";
import type { Copied, Piece } from "./snapshot.ts";
import { SyncLog } from "./synclog.ts";
import { type Ended, pull, pushAll } from "./twin.ts";

/** What the status element and the other tabs are told. */
export interface Standing {
  /** Null until the first attempt has shown it. */
  connected: boolean | null;
  progress?: { done: number; total: number } | undefined;
  problem?: "storage" | "signed-out" | "upgrade" | "slow" | Held | undefined;
}

export interface SyncHost extends Host {
  business: string;
  /** The months that screens asked for. */
  months(): Iterable<string>;
  arrived(piece: Piece): void;
  /** A download has taken the place of the copy. */
  copied(copied: Copied): Promise<void>;
  /** Blocks were rewritten. */
  rehomed(homes: Homes): void;
  /** The server says that this phone is signed out for good. */
  wiped(): void;
  /** Whether an error says that the phone keeps nothing. */
  refuses(error: unknown): boolean;
}

/** Full-jitter back-off, in ms. */
const LEAST = 500;
const MOST = 30_000;
/** How often the twin asks where no socket can be opened, and how often an outdated app looks for a newer server. */
const POLL = 10_000;

export class Syncing {
  readonly standing = signal<Standing>({ connected: null });
  readonly #host: SyncHost;
  readonly #address: string;
  readonly #log: SyncLog;
  readonly #pace = new Pace();
  readonly #stopped = new AbortController();
  #link: Link | undefined;
  /** What takes a copy, while one is due. */
  #aside: Aside | undefined;
  #wake: () => void = () => {};
  #tries = 0;
  #careful = false;
  /** The browser's session was somebody else's when last looked at. */
  #strange = false;
  readonly #done: Promise<void>;

  /** `address` is the socket's. */
  constructor(host: SyncHost, address: string) {
    this.#host = host;
    this.#address = address;
    this.#log = new SyncLog((work) => host.use(work));
    this.#done = this.#run();
  }

  /** Sends what waits in the outbox. */
  kick(): void {
    if (this.#link) this.#link.pump();
    else this.wake();
  }

  /** Tries again at once, with a new socket unless the present one is heard. */
  wake(quiet = 0): void {
    this.#tries = 0;
    if (this.#link && this.#link.silence >= quiet) this.#link.close("cut");
    this.#wake();
  }

  /** The network went: a socket that looks open is not. */
  cut(): void {
    this.#link?.close("cut");
    this.#stand({ connected: false });
  }

  /** A screen asks for a month, which a download may be bringing. */
  want(month: string): void {
    this.#aside?.want(month);
  }

  /** Ends for good. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#link?.close("cut");
    this.#wake();
    await this.#done;
    await this.#log.close();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#once();
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        await this.#failed(error);
      }
    }
  }

  /** Takes the copy anew when that is due, else converses until the socket is cut. */
  async #once(): Promise<void> {
    const { copy, must, download: cut } = await this.#host.use(standing);
    const due = !copy.epoch || must.snapshot || cut;
    try {
      // It starts while the server is asked who is signed in.
      if (due) this.#aside = new Aside();
      if ((due || this.#strange) && !(await this.#isMine())) return await this.#estranged();
      if (this.#aside) return await this.#renew(this.#aside, must.resend === true);
    } finally {
      this.#aside?.end();
      this.#aside = undefined;
    }
    let welcomed = false;
    const begun = () => {
      welcomed = true;
      this.#tries = 0;
      this.#log.reach("connected");
      this.#stand({ connected: true, progress: undefined, problem: undefined });
      void this.#tidy();
    };
    const held = (why?: Held) => {
      if (this.standing.peek().problem !== why) this.#stand({ problem: why });
    };
    // Who stopped meanwhile has closed the link that there was, and would wait for this one for ever.
    this.#stopped.signal.throwIfAborted();
    this.#link = new Link(this.#host, this.#address, this.#log, this.#pace, begun, this.#careful, held);
    const end = await this.#link.ended;
    this.#link = undefined;
    await this.#after(end, welcomed);
  }

  /** `lacking`: the server lacks what this phone archived, so nothing is called saved before that waits to be sent. */
  async #renew(aside: Aside, lacking: boolean): Promise<void> {
    const begun = performance.now();
    let n = 0;
    const progress = (done: number, total: number) => {
      n = total;
      this.#stand({ connected: true, progress: { done, total } });
    };
    const host = this.#host;
    const watcher = { progress, arrived: (piece: Piece) => host.arrived(piece) };
    const { signal } = this.#stopped;
    await host.copied(await host.use((db) => aside.take(host.business, db, host.months(), watcher, signal)));
    this.#log.add("copied", { n, s: Math.max(1, Math.round((performance.now() - begun) / 1000)) });
    if (!lacking) this.#stand({ connected: true, progress: undefined, problem: undefined });
    this.#tries = 0;
  }

  /** Decides what follows the end of a conversation. */
  async #after(end: End, welcomed: boolean): Promise<void> {
    this.#careful = end === "unread" || (this.#careful && !welcomed);
    if (this.#stopped.signal.aborted || end === "snapshot" || end === "unread") return;
    if (end === "wipe") return this.#wipe();
    if (end === "stranger") return this.#estranged();
    if (welcomed) this.#log.reach("cut", end === "cut" && !navigator.onLine ? "offline" : end);
    else if (end !== "unopened") this.#log.reach("unreached");
    this.#stand({ connected: false, ...(end === "slow" || end === "upgrade" ? { problem: end } : {}) });
    if (end === "unopened") return this.#twin();
    await this.#rest(end === "upgrade" ? POLL : 0);
  }

  /** No socket can be opened: learns why, and where HTTPS works goes on over that. */
  async #twin(): Promise<void> {
    const host = this.#host;
    try {
      if (!(await this.#isMine())) return this.#estranged();
      const ended = await host.use((db) =>
        pushAll(
          db,
          () => host.clock.now(),
          (settled) => {
            host.settled(settled);
            this.#log.settled(settled);
          },
        ),
      );
      if (ended === "done") await this.#pull();
      else await this.#ended(ended);
      await this.#rest(POLL);
    } catch (error) {
      await this.#failed(error);
    }
  }

  /** Whether the browser's session is of whoever this copy belongs to. Raises Refused, TypeError without a network. */
  async #isMine(): Promise<boolean> {
    const { member } = await present(this.#stopped.signal);
    this.#strange = !(await this.#host.isMine(member));
    return !this.#strange;
  }

  /** Whoever this copy belongs to is not signed in here any more; what waits stays until they are. */
  async #estranged(): Promise<void> {
    this.#strange = true;
    this.#log.reach("signed-out");
    this.#stand({ connected: false, problem: "signed-out" });
    await this.#rest(POLL);
  }

  async #pull(): Promise<void> {
    for (;;) {
      const { epoch, cursor } = (await this.#host.use(standing)).copy;
      const frame = await pull(epoch, cursor);
      if (typeof frame === "string") return this.#ended(frame);
      this.#log.reach("connected", "https");
      this.#stand({ connected: true, problem: undefined });
      if (frame.to <= cursor) return;
      const patch = await this.#host.use((db) => apply(db, frame, this.#host.blockOf, this.#host.now()));
      if (typeof patch === "string") return;
      this.#host.patched(patch);
      this.#log.received(frame);
    }
  }

  async #ended(ended: Ended): Promise<void> {
    if (ended === "signed-out") {
      this.#log.reach("signed-out");
      this.#stand({ connected: false, problem: "signed-out" });
    } else if (ended === "wipe") this.#wipe();
    else if (ended === "snapshot") {
      await this.#host.use((db) => demand(db, { snapshot: true }));
    }
  }

  /** Tells what went wrong and waits. A session that nobody knows, 401, erases nothing. */
  async #failed(error: unknown): Promise<void> {
    if (error instanceof Refused && error.wipe) return this.#wipe();
    const out = error instanceof Refused && error.status === 401;
    const held = error instanceof Refused ? ({ 503: "busy", 507: "full" } as const)[error.status] : undefined;
    const problem = out ? "signed-out" : this.#host.refuses(error) ? "storage" : held;
    this.#log.reach(out ? "signed-out" : problem ? "storage" : "unreached");
    this.#stand({ connected: false, problem });
    await this.#rest(out ? POLL : 0);
  }

  #wipe(): void {
    this.#stopped.abort();
    this.#host.wiped();
  }

  /** Rewrites blocks while nothing else is to do. */
  async #tidy(): Promise<void> {
    const idle = () => new Promise<void>((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(() => resolve()));
    try {
      await this.#host.use((db) => prune(db, this.#host.clock.now()));
      for (;;) {
        await idle();
        if (this.#stopped.signal.aborted) return;
        const homes = await this.#host.use((db) => tidy(db, this.#host.blockOf));
        if (!homes) return;
        this.#host.rehomed(homes);
      }
    } catch {
      // Nothing is lost by untidy blocks: the next start tries again.
    }
  }

  /** Waits before the next try: at least `least` ms, until woken. */
  #rest(least = 0): Promise<void> {
    const most = Math.min(MOST, LEAST * 2 ** this.#tries);
    this.#tries += 1;
    if (this.#stopped.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, least + Math.random() * most);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #stand(change: Partial<Standing>): void {
    this.standing.value = { ...this.standing.peek(), ...change };
  }
}
