/** What a test's page has: the schedules, and the replica itself. */
import { effect } from "@preact/signals-core";
import { replica } from "../../../sync/replica.ts";
import { playOutbox } from "./outbox.ts";
import { playRows } from "./rows.ts";

Object.assign(globalThis, { replica, playRows, playOutbox, effect });
