/** What a test's page has: the schedules, the replica itself, and what its copy holds. */
import { effect } from "@preact/signals-core";
import { isPaid, markPaid, replica, reversal } from "../../../sync/replica.ts";
import { agree, idsOf, look, stand } from "./look.ts";
import { playLateAck, playOutbox } from "./outbox.ts";
import { playRows } from "./rows.ts";

Object.assign(globalThis, {
  replica,
  playRows,
  playOutbox,
  playLateAck,
  effect,
  isPaid,
  markPaid,
  reversal,
  look,
  idsOf,
  stand,
  agree,
});
