import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, groupOf, type Task } from "../../web/src/tasks/groups.ts";

const task = (id: string, cells: Task["cells"]) =>
  ({ table: "task", id, cells, stamps: {}, waiting: false, hidden: false }) as Task;
const TODAY = "2026-11-21";

test("a task presses by its day", () => {
  assert.equal(groupOf(task("a", { due: { date: "2026-11-20" } }), TODAY), "overdue");
  assert.equal(groupOf(task("a", { due: { date: TODAY, time: "09:00" } }), TODAY), "today");
  assert.equal(groupOf(task("a", { due: { date: "2026-11-22" } }), TODAY), "later");
  assert.equal(groupOf(task("a", {}), TODAY), "someday");
  assert.equal(groupOf(task("a", { due: { date: "2026-11-20" }, done: 1 }), TODAY), "done");
});

test("within a day those with a time come first, in its order", () => {
  const due = (time?: string) => ({ due: { date: TODAY, time } });
  const groups = grouped([task("a", due()), task("b", due("15:00")), task("c", due("09:30"))], TODAY);
  assert.deepEqual(
    groups.get("today")?.map(({ id }) => id),
    ["c", "b", "a"],
  );
});
