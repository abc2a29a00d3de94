import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../sync/clock.ts";

/** Two clocks that a test moves; the server's is the true one. */
function times(wall = 1_000_000) {
  const state = { wall, monotonic: 5, server: 2_000_000 };
  const pass = (ms: number) => {
    state.wall += ms;
    state.monotonic += ms;
    state.server += ms;
  };
  const clock = new Clock(undefined, { wall: () => state.wall, monotonic: () => state.monotonic });
  /** An exchange that takes so long each way. */
  const exchange = (there: number, back: number) => {
    const heard = clock.exchange();
    pass(there);
    const now = state.server;
    pass(back);
    heard(now);
  };
  return { state, pass, clock, exchange };
}

test("the least delayed exchange tells server time", () => {
  const { state, clock, exchange } = times();
  assert.equal(clock.now(), state.wall);
  exchange(900, 100);
  assert.equal(clock.now(), state.server + 400);
  exchange(20, 20);
  assert.equal(clock.now(), state.server);
  exchange(2_000, 0);
  assert.equal(clock.now(), state.server);
});

test("a wall clock that is set back or ahead moves the offset", () => {
  const { state, clock, exchange, pass } = times();
  exchange(10, 10);
  state.wall -= 3_600_000;
  pass(500);
  assert.equal(clock.now(), state.server);
  state.wall += 86_400_000;
  assert.equal(clock.now(), state.server);
});

test("a phone that slept out of sight has not set its clock", () => {
  const { state, clock, exchange } = times();
  exchange(10, 10);
  clock.rest();
  state.wall += 3_600_000;
  state.server += 3_600_000;
  assert.equal(clock.now(), state.server);
});

test("a clock that moved while the app was closed is found out by the next exchange, though it is slower", () => {
  const { state, clock, exchange } = times();
  exchange(1, 1);
  const again = new Clock(clock.best, { wall: () => state.wall + 600_000, monotonic: () => state.monotonic });
  const heard = again.exchange();
  state.monotonic += 400;
  state.wall += 400;
  heard(state.server + 200);
  assert.equal(again.now(), state.server + 400);
});
