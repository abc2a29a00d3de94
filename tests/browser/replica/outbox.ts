/**
 * Schedules of edits: several tabs of one profile write to one outbox, and any of them is killed at any await, while
 * a made-up server takes pushes, loses acknowledgements, repeats them, refuses cells and gives new device ids.
 */
import type { Draft } from "../../../sync/outbox.ts";
import type { Op, RefusedCell, WireRow } from "../../../sync/wire.ts";
import { Dice, expectSame, Killed, Tab } from "./tab.ts";

/** A server that knows each op by its name and each device's highest number. */
class Server {
  readonly taken: Op[] = [];
  #device = "";
  #n = 0;
  #o = "";
  #seq = 0;
  #devices = 0;

  /** Another device id. */
  fork(): string {
    this.#devices += 1;
    this.#device = `device${String(this.#devices).padStart(2, "0")}`;
    this.#n = 0;
    this.#o = "";
    return this.#device;
  }

  /** The highest number that it has of a device. */
  reached(device: string): number {
    return device === this.#device ? this.#n : 0;
  }

  /** Takes a push as a real server does, and acknowledges it. Fails on a gap or on a number that had another name. */
  push(device: string, ops: Op[], dice: Dice) {
    const refused: RefusedCell[] = [];
    for (const op of ops) {
      const known = this.taken.find(({ o }) => o === op.o);
      if (op.n <= this.#n) {
        if (!known) throw new Error(`number ${op.n} came again under another name`);
        continue;
      }
      if (op.n !== this.#n + 1) throw new Error(`number ${op.n} came after ${this.#n}`);
      this.#n = op.n;
      this.#o = op.o;
      this.#seq += 1;
      if (known) continue;
      this.taken.push(structuredClone(op));
      if (dice.once(8))
        refused.push({ n: op.n, cell: Object.keys(op.v)[0] as string, code: "bad-value", text: "made up" });
      else if (dice.once(12)) refused.push({ n: op.n, code: "forbidden", text: "made up" });
    }
    expectSame(device, this.#device, "the device that pushes");
    return { device, n: this.#n, o: this.#o, seq: this.#seq, refused };
  }
}

/** Plays one schedule on a fresh store. */
export async function playOutbox(seed: number, steps: number): Promise<string> {
  const dice = new Dice(seed);
  const server = new Server();
  const store = `outbox-${seed}`;
  const start = async () => {
    const tab = new Tab();
    await tab.do("open", store, "epoch1");
    return tab;
  };
  const tabs = [await start(), await start(), await start()];
  await tabs[0]?.do("renumber", server.fork(), false);
  const saved: string[] = [];
  const unsure = new Set<string>();
  const rejected = new Set<string>();
  const acks: Awaited<ReturnType<Server["push"]>>[] = [];
  let made = 0;
  let kills = 0;
  for (let step = 0; step < steps; step += 1) {
    const doing: Promise<void>[] = [];
    for (let count = dice.roll(4); count > 0; count -= 1) {
      const drafts = Array.from({ length: 1 + dice.roll(3) }, () => draft(++made));
      for (const { o } of drafts) unsure.add(o);
      const tab = dice.pick(tabs);
      doing.push(tab.do("add", drafts).then(() => void saved.push(...drafts.map(({ o }) => o))));
    }
    if (dice.once(2)) doing.push(push(dice.pick(tabs), server, acks, dice));
    if (acks.length && dice.once(4)) {
      const again = dice.pick(acks);
      doing.push(
        dice
          .pick(tabs)
          .do("acknowledge", again)
          .then((done) => expectSame(done, "stale", "an acknowledgement that came again")),
      );
    }
    if (dice.once(15)) {
      await Promise.all(doing.splice(0));
      acks.length = 0;
      await dice.pick(tabs).do("renumber", server.fork(), dice.once(2));
    }
    if (dice.once(15)) {
      // The server cannot read an edit: it is taken out, and those behind it move up.
      await Promise.all(doing.splice(0));
      const tab = dice.pick(tabs);
      const { counter, outbox } = await tab.do("numbers");
      const unread = outbox.find(({ n }) => n > server.reached(counter.device));
      if (unread) {
        await tab.do("reject", unread.n);
        rejected.add(unread.o);
      }
    }
    if (dice.once(4)) {
      await new Promise((resolve) => setTimeout(resolve, dice.roll(6)));
      const at = dice.roll(tabs.length);
      tabs[at]?.kill();
      kills += 1;
      await Promise.all(doing.map((work) => work.catch((error) => void (error instanceof Killed || raise(error)))));
      tabs[at] = await start();
    } else await Promise.all(doing);
    await check(tabs[0] as Tab, saved, unsure);
  }
  for (let left = 1; left; ) {
    await push(tabs[0] as Tab, server, acks, dice);
    left = (await (tabs[0] as Tab).do("numbers")).outbox.length;
  }
  const names = server.taken.map(({ o }) => o);
  expectSame(new Set(names).size, names.length, "ops that the server took twice");
  const lost = saved.filter((o) => !names.includes(o) && !rejected.has(o));
  expectSame(lost, [], "edits that were safe and did not come to the server");
  for (const tab of tabs) tab.kill();
  indexedDB.deleteDatabase(`fichero-${store}`);
  return `${steps} steps, ${names.length} edits, ${kills} kills`;
}

/**
 * An edit whose acknowledgement was lost, while a new copy came without its row: when the acknowledgement comes again,
 * no frame will tell that the row was erased, and nothing of the edit may be kept.
 */
export async function playLateAck(): Promise<void> {
  const tab = new Tab();
  const [erased, living] = ["0", "1"].map((last) => `01a20045-c893-7428-bfa7-de58aff1fdd${last}`);
  await tab.do("open", "late-ack", "epoch1");
  await tab.do("renumber", "device01", false);
  await tab.do("add", [
    { ...draft(1), i: erased as string },
    { ...draft(2), i: living as string },
  ]);
  const row: WireRow = {
    t: "note",
    i: living as string,
    q: 5,
    s: "000000001-000-device01",
    v: { body: "text 2" },
    x: {},
  };
  await tab.do("apply", { type: "rows", epoch: "epoch1", from: 0, to: 9, rows: [row], gone: [] }, "2026-11-21T10:00");
  const o = draft(2).o;
  await tab.do("acknowledge", { device: "device01", n: 2, o, seq: 9, refused: [] });
  const { outbox, archive } = await tab.do("numbers");
  expectSame([outbox.length, archive.map(({ i }) => i)], [0, [living]], "what is kept of the edits");
  tab.kill();
  indexedDB.deleteDatabase("fichero-late-ack");
}

/** Pushes what waits; the acknowledgement may be lost. */
async function push(tab: Tab, server: Server, acks: Awaited<ReturnType<Server["push"]>>[], dice: Dice): Promise<void> {
  const { counter } = await tab.do("numbers");
  const { device, ops } = await tab.do("batch", counter.acked.n, 1 + dice.roll(20));
  if (!ops.length || device !== counter.device) return;
  const ack = server.push(device, ops, dice);
  if (dice.once(4)) return;
  // What the server says of pushes before is in the acknowledgement of a later one too.
  if ((await tab.do("acknowledge", ack)) === "fork") throw new Error("an own op was taken for another's");
  acks.push(ack);
}

/** Numbers are gapless, names unique, places in the order of numbers, and nothing that was safe is lost. */
async function check(tab: Tab, saved: string[], unsure: ReadonlySet<string>): Promise<void> {
  const { counter, outbox, archive, refused } = await tab.do("numbers");
  const numbers = outbox.map(({ n }) => n);
  expectSame(
    numbers,
    Array.from(numbers, (_, at) => counter.acked.n + 1 + at),
    "numbers in the outbox",
  );
  expectSame(counter.n, numbers.at(-1) ?? counter.acked.n, "the last number given");
  for (const op of outbox) expectSame(op.device, counter.device, "the device of a waiting op");
  const places = outbox.map(({ place }) => place);
  expectSame(
    places,
    [...places].sort((a, b) => a - b),
    "places in the outbox",
  );
  const names = [...outbox, ...archive].map(({ o }) => o);
  expectSame(new Set(names).size, names.length, "names that stand twice");
  const here = new Set([...names, ...refused.map(({ key }) => key.split("/")[0])]);
  expectSame(
    saved.filter((o) => !here.has(o)),
    [],
    "edits that were safe and are gone",
  );
  expectSame(
    names.filter((o) => !unsure.has(o)),
    [],
    "edits that nobody made",
  );
}

function draft(number: number): Draft {
  const o = number.toString(36).padStart(12, "0");
  return {
    o,
    w: number,
    t: "note",
    i: "01a20045-c893-7428-bfa7-de58aff1fdd0",
    v: { body: `text ${number}`, kind: "call" },
    b: {},
    clients: [],
  };
}

function raise(error: unknown): never {
  throw error;
}
