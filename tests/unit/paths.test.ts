import assert from "node:assert/strict";
import { test } from "node:test";
import { match } from "../../web/src/match.ts";

test("a pattern gives the parameters of the paths that fit it", () => {
  assert.deepEqual(match("/tasks", "/tasks"), {});
  assert.deepEqual(match("/tasks", "/tasks/"), {});
  assert.deepEqual(match("/clients/:id/:tab?", "/clients/7f"), { id: "7f" });
  assert.deepEqual(match("/clients/:id/:tab?", "/clients/7f/notes"), { id: "7f", tab: "notes" });
  assert.deepEqual(match("/clients/:id", "/clients/a%20b"), { id: "a b" });
});

test("other paths do not fit", () => {
  assert.equal(match("/clients/:id", "/clients"), null);
  assert.equal(match("/clients/:id", "/clients/7f/notes"), null);
  assert.equal(match("/tasks", "/today"), null);
  assert.equal(match("/clients/:id", "/clients/%E0%A4%A"), null);
});
