/** What the one status element says. */
import type { Memory } from "./memory.ts";
import type { Standing } from "./syncing.ts";

/** The state of syncing. */
export interface Status {
  state: "saved" | "syncing" | "offline" | "attention";
  /** Edits not yet on the server. */
  waiting: number;
  /** Things that a person must look at: refused edits and overwritten values. */
  attention: number;
  /** Rows of a download under way. */
  progress?: { done: number; total: number };
  /**
   * storage: the phone does not keep edits; signed-out: sign in again, nothing is lost; upgrade: a newer app is needed;
   * slow: the server does not answer; busy, full: it takes no edits at the moment, or has no room for them.
   */
  problem?: "storage" | "signed-out" | "upgrade" | "slow" | "busy" | "full";
}

/** The status as the connection, the edits and what needs attention make it. `refused`: the store took no edit. */
export function statusOf(standing: Standing | undefined, memory: Memory, refused: boolean): Status {
  const waiting = memory.waiting.value;
  let attention = memory.refused.value.length;
  for (const { cells } of memory.shared.table("conflict").value.values()) if (!cells.resolved) attention += 1;
  const progress = standing?.progress;
  const problem = refused ? "storage" : standing?.problem;
  const busy = waiting > 0 || progress !== undefined;
  const connected = standing ? standing.connected : null;
  const trying = connected === null && globalThis.navigator?.onLine !== false;
  const state = attention ? "attention" : trying ? "syncing" : !connected ? "offline" : busy ? "syncing" : "saved";
  return { state, waiting, attention, ...(progress ? { progress } : {}), ...(problem ? { problem } : {}) };
}
