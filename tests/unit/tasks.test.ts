import assert from "node:assert/strict";
import { test } from "node:test";
import { dueAt, grouped, groupOf, type Task } from "../../web/src/tasks/groups.ts";

const task = (id: string, cells: Task["cells"]) =>
  ({ table: "task", id, cells, stamps: {}, waiting: false, hidden: false }) as Task;
const TODAY = "2026-11-21";
const NOW = `${TODAY}T10:00`;
const ZONE = "Europe/Madrid";
const group = (cells: Task["cells"]) => groupOf(task("a", cells), NOW, ZONE);

test("a task presses by its day", () => {
  assert.equal(group({ due: { date: "2026-11-20" } }), "overdue");
  assert.equal(group({ due: { date: TODAY } }), "today");
  assert.equal(group({ due: { date: "2026-11-22" } }), "later");
  assert.equal(group({}), "someday");
  assert.equal(group({ due: { date: "2026-11-20" }, done: 1 }), "done");
});

test("one with a time is overdue after it, on the business's clock", () => {
  assert.equal(group({ due: { date: TODAY, time: "09:59" } }), "overdue");
  assert.equal(group({ due: { date: TODAY, time: "10:00" } }), "today");
  assert.equal(group({ due: { date: TODAY, time: "10:30", zone: "Europe/Moscow" } }), "overdue");
  assert.equal(group({ due: { date: TODAY, time: "20:00", zone: "America/New_York" } }), "later");
  const lisbon = task("a", { due: { date: TODAY, time: "09:30", zone: "Europe/Lisbon" } });
  assert.equal(dueAt(lisbon, ZONE), `${TODAY}T10:30`);
  assert.equal(dueAt(task("a", { due: { date: TODAY, zone: "America/New_York" } }), ZONE), TODAY);
});

test("within a day those with a time come first, in its order", () => {
  const due = (time?: string) => ({ due: { date: TODAY, time } });
  const groups = grouped([task("a", due()), task("b", due("15:00")), task("c", due("10:30"))], NOW, ZONE);
  assert.deepEqual(
    groups.get("today")?.map(({ id }) => id),
    ["c", "b", "a"],
  );
});

test("those done stand by when they were, the latest first, and no more than one looks back at", () => {
  const many = Array.from({ length: 40 }, (_, i) => task(`t${i}`, { done: i + 1 }));
  const done = grouped(many, NOW, ZONE).get("done") ?? [];
  assert.deepEqual([done.length, done[0]?.id, done.at(-1)?.id], [30, "t39", "t10"]);
});
