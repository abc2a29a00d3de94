/** One conversation with the server over one socket, from hello until it is cut. */
import type { Clock } from "./clock.ts";
import { type Database, demand, standing } from "./database.ts";
import { acknowledge, batch, reject, renumber, type Settled } from "./outbox.ts";
import type { Pace } from "./pace.ts";
import { apply, type Patch } from "./rows.ts";
import type { SyncLog } from "./synclog.ts";
import { SCHEMA } from "./tables.gen.ts";
import { type ClientMessage, type Me, PROTOCOL, type ServerMessage, type Welcome } from "./wire.ts";

/** What a conversation needs and whom it tells. */
export interface Host {
  clock: Clock;
  /** Runs work on the phone's store. */
  use<T>(work: (db: Database) => Promise<T>): Promise<T>;
  blockOf(client: string): number;
  /** The local time of the business. */
  now(): string;
  settled(settled: Settled): void;
  patched(patch: Patch): void;
  /** Edits were numbered anew, or more changed than can be told: read everything again. */
  renewed(): Promise<void>;
  /** Whether this is the person whose copy this is. */
  isMine(me: Me): Promise<boolean>;
  welcomed(me: Me): Promise<void>;
}

/**
 * Why a conversation ended. `slow`: no acknowledgement came; `snapshot`: the copy must be taken anew; `unread`: the
 * server could not read a push, and the next conversation sends one edit at a time to find which; `stranger`: the
 * browser's session is somebody else's, whose rows must not come here nor these edits go there.
 */
export type End = "cut" | "unopened" | "slow" | "snapshot" | "unread" | "wipe" | "upgrade" | "stranger";

/** Why the server takes no edits for a while. `full`: its disk is. */
export type Held = "busy" | "full";

/** Pushes on their way at once. */
const IN_FLIGHT = 4;
/** After so long a silence, in ms, the server is asked for a sign of life. */
const QUIET = 45_000;
/** How long opening a socket may take, in ms. */
const OPENING = 15_000;

export class Link {
  /** Resolves when the conversation is over. */
  readonly ended: Promise<End>;
  readonly #host: Host;
  readonly #begun: () => void;
  readonly #held: (why?: Held) => void;
  readonly #log: SyncLog;
  readonly #pace: Pace;
  readonly #socket: WebSocket;
  #end: (end: End) => void = () => {};
  #over = false;
  #opened = false;
  #welcomed = false;
  #forking = false;
  #pumping: Promise<void> | undefined;
  #again = false;
  #pausedUntil = 0;
  #careful: boolean;
  #epoch = "";
  #device = "";
  #acked = 0;
  #sent = 0;
  #heard = performance.now();
  #answer: (now: number) => void = () => {};
  #queue: Promise<unknown> = Promise.resolve();
  readonly #timer: ReturnType<typeof setInterval>;

  /**
   * `begun` is told once this phone is welcome and knows what it has to send, `held` why the server takes no edits, and
   * undefined once it does again. `careful`: sends one edit at a time.
   */
  constructor(
    host: Host,
    address: string,
    log: SyncLog,
    pace: Pace,
    begun: () => void,
    careful: boolean,
    held: (why?: Held) => void,
  ) {
    this.#held = held;
    this.#host = host;
    this.#log = log;
    this.#pace = pace;
    pace.begin(performance.now());
    this.#begun = begun;
    this.#careful = careful;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#socket = new WebSocket(address, PROTOCOL);
    this.#socket.onopen = () => this.#enqueue(() => this.#hello());
    this.#socket.onmessage = ({ data }) => {
      this.#heard = performance.now();
      this.#enqueue(() => this.#take(JSON.parse(data)));
    };
    this.#socket.onclose = () => this.close(this.#opened ? "cut" : "unopened");
    this.#timer = setInterval(() => this.#watch(), 5_000);
  }

  /** How long nothing was heard, in ms. */
  get silence(): number {
    return performance.now() - this.#heard;
  }

  /** Gives the socket up. */
  close(end: End): void {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#timer);
    if (end === "cut" || end === "slow") this.#pace.torn(end === "slow");
    this.#socket.close();
    // What is being stored is stored before the next conversation begins.
    void this.#queue.then(() => this.#end(end));
  }

  /** Sends what waits in the outbox. */
  pump(): void {
    if (this.#pumping) {
      this.#again = true;
      return;
    }
    this.#pumping = this.#push()
      .catch(() => this.close("cut"))
      .finally(() => {
        this.#pumping = undefined;
        if (this.#again) {
          this.#again = false;
          this.pump();
        }
      });
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#over) return;
      try {
        await work();
      } catch {
        // The store failed, or the server said what cannot be read: the next conversation begins from what is stored.
        this.close("cut");
      }
    });
  }

  async #hello(): Promise<void> {
    this.#opened = true;
    const { counter, copy } = await this.#standing();
    const { device, acked } = counter;
    this.#acked = this.#sent = acked.n;
    this.#device = device;
    this.#epoch = copy.epoch;
    this.#answer = this.#host.clock.exchange();
    const { epoch, cursor } = copy;
    this.#say({ type: "hello", device, epoch, cursor, schema: SCHEMA, now: this.#host.clock.now() });
  }

  async #take(message: ServerMessage): Promise<void> {
    switch (message.type) {
      case "welcome":
        return this.#welcome(message);
      case "ack":
        return this.#settle(message);
      case "rows": {
        const done = await this.#host.use((db) => apply(db, message, this.#host.blockOf, this.#host.now()));
        const { copy } = await this.#standing();
        if (done === "missing") return this.#say({ type: "pull", cursor: copy.cursor });
        if (done === "strange") return;
        if (done !== "known") {
          this.#host.patched(done);
          this.#log.received(message);
        }
        return this.#say({ type: "got", cursor: copy.cursor });
      }
      case "forked":
        return this.#forked(message.device);
      case "gap":
        return this.#gap(message.want);
      case "fork":
        return this.#fork();
      case "reset":
        return this.#anew(false);
      case "wipe":
        return this.close("wipe");
      case "upgrade":
        return this.close("upgrade");
      case "error":
        return this.#error(message.code, message.text);
    }
  }

  async #welcome(welcome: Welcome): Promise<void> {
    this.#answer(welcome.now);
    this.#log.clock(this.#host.clock.best.offset);
    if (!(await this.#host.isMine(welcome.member))) return this.close("stranger");
    await this.#host.welcomed(welcome.member);
    const { counter, copy, must } = await this.#standing();
    if (welcome.epoch !== copy.epoch) return this.#anew(true);
    this.#welcomed = true;
    const { n, o, head } = welcome;
    if (n < counter.acked.n) {
      // The server lost what it had acknowledged.
      await this.#host.use((db) => demand(db, { resend: true }));
      return this.#fork();
    }
    // An op whose acknowledgement was lost is sent again: only its answer tells what was refused of it.
    if (!(await this.#waits(n, o))) await this.#settle({ device: counter.device, n, o, seq: head, refused: [] });
    // Nothing is called saved before the archive waits to be sent again.
    if (must.resend) this.#fork();
    else if (!this.#forking) this.#begun();
    this.pump();
  }

  async #waits(n: number, o: string): Promise<boolean> {
    const { ops } = await this.#host.use((db) => batch(db, n - 1, 1));
    return ops[0]?.n === n && ops[0].o === o;
  }

  async #settle(ack: Parameters<typeof acknowledge>[1]): Promise<void> {
    const settled = await this.#host.use((db) => acknowledge(db, ack));
    if (settled === "fork") return this.#fork();
    this.#held();
    if (ack.device !== this.#device) return;
    this.#pace.acked(ack.n, performance.now());
    this.#acked = Math.max(this.#acked, ack.n);
    this.#sent = Math.max(this.#sent, this.#acked);
    if (settled !== "stale") {
      this.#host.settled(settled);
      this.#log.settled(settled);
    }
    this.pump();
  }

  /** Sends pushes until enough are on their way or nothing is left. */
  async #push(): Promise<void> {
    while (this.#welcomed && !this.#forking && !this.#over && performance.now() >= this.#pausedUntil) {
      if (this.#pace.flying.length >= (this.#careful ? 1 : IN_FLIGHT)) return;
      const after = this.#sent;
      const most = this.#careful ? 1 : undefined;
      const { device, ops, bytes } = await this.#host.use((db) => batch(db, after, most, this.#pace.bytes));
      const last = ops.at(-1);
      // While the outbox was read, a fork or a gap may have moved the place to go on from.
      if (this.#forking || this.#sent !== after) continue;
      if (!last) {
        if (!this.#pace.flying.length) this.#careful = false;
        return;
      }
      this.#say({ type: "push", device, epoch: this.#epoch, now: this.#host.clock.now(), ops });
      this.#log.add("sent", { n: ops.length });
      this.#pace.pushed(last.n, bytes, performance.now());
      this.#sent = last.n;
    }
  }

  async #gap(want: number): Promise<void> {
    const { ops } = await this.#host.use((db) => batch(db, want - 1, 1));
    if (ops[0]?.n !== want) return this.#fork();
    this.#resend(want - 1);
  }

  #resend(after: number): void {
    this.#sent = after;
    this.#pace.forget();
    this.pump();
  }

  #fork(): void {
    if (this.#forking) return;
    this.#forking = true;
    this.#say({ type: "fork" });
  }

  async #forked(device: string): Promise<void> {
    const { must } = await this.#standing();
    await this.#host.use((db) => renumber(db, device, must.resend === true));
    await this.#host.renewed();
    this.#log.add("forked");
    this.#forking = false;
    this.#device = device;
    this.#begun();
    this.#acked = 0;
    this.#resend(0);
  }

  async #anew(strange: boolean): Promise<void> {
    const must = strange ? { snapshot: true, resend: true } : { snapshot: true };
    await this.#host.use((db) => demand(db, must));
    this.#log.add(strange ? "restored" : "reset");
    this.close("snapshot");
  }

  async #error(code: string, text: string): Promise<void> {
    if (code === "busy" || code === "storage-full") {
      this.#log.reach("busy", code);
      this.#held(code === "busy" ? "busy" : "full");
      const wait = 1_000 + Math.random() * 4_000;
      this.#pausedUntil = performance.now() + wait;
      setTimeout(() => this.#resend(this.#acked), wait);
      return;
    }
    if (code === "forbidden") return this.#fork();
    if (!this.#careful) return this.close("unread");
    const [alone] = this.#pace.flying;
    if (!alone) return;
    await this.#host.use((db) => reject(db, alone.n, code, text));
    this.#log.add("refused", { n: 1 });
    await this.#host.renewed();
    this.#resend(this.#acked);
  }

  #watch(): void {
    const now = performance.now();
    if (!this.#opened) {
      if (this.silence > OPENING) this.close("unopened");
    } else if (this.#pace.late(now, this.#heard, this.#socket.bufferedAmount)) {
      this.close("slow");
    } else if (this.#welcomed && !this.#forking && this.silence > QUIET) {
      // A push without ops is acknowledged like any other.
      this.#enqueue(async () => {
        const { counter } = await this.#standing();
        this.#say({ type: "push", device: counter.device, epoch: this.#epoch, now: this.#host.clock.now(), ops: [] });
      });
    }
    this.pump();
  }

  #standing(): ReturnType<typeof standing> {
    return this.#host.use(standing);
  }

  #say(message: ClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
