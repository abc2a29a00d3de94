import "./tasks.css";
import { signal, useSignal } from "@preact/signals";
import { replica } from "../../../sync/replica.ts";
import { live, today } from "../business";
import { TaskForm } from "../forms/task";
import { Button, Choice, Empty, Page } from "../kit";
import { t } from "../words";
import { GROUPS, grouped } from "./groups";
import { Line } from "./line";

type Whose = "mine" | "all";
const STORED = "fichero.tasks";
const whose = signal<Whose>((localStorage.getItem(STORED) as Whose | null) ?? "all");

/** Every task of the business or of this person, what presses first. */
export default function Tasks() {
  const adding = useSignal(false);
  const me = replica.me.value?.member;
  const tasks = live("task").filter(({ cells }) => whose.value === "all" || cells.assignee === me);
  const groups = grouped(tasks, today());
  return (
    <Page
      title={t("nav.tasks")}
      primary={
        <Button kind="primary" icon="new" onClick={() => (adding.value = true)}>
          {t("tasks.new")}
        </Button>
      }
    >
      {live("member").length > 1 && (
        <Choice
          segments
          bare
          label={t("tasks.whose")}
          value={whose.value}
          options={[
            { value: "all", label: t("tasks.all") },
            { value: "mine", label: t("tasks.mine") },
          ]}
          onChange={(value) => {
            whose.value = value;
            localStorage.setItem(STORED, value);
          }}
        />
      )}
      {tasks.length === 0 && <Empty icon="tasks" title={t("tasks.none")} body={t("tasks.none.body")} />}
      {GROUPS.map((group) => {
        const list = groups.get(group) ?? [];
        if (list.length === 0) return null;
        return (
          <section key={group} class="stack" aria-label={t(`tasks.${group}`)}>
            <h2 class={group === "overdue" ? "owed" : undefined}>{t(`tasks.${group}`)}</h2>
            <ul class="paper tasks">
              {list.map((task) => (
                <Line key={task.id} task={task} group={group} />
              ))}
            </ul>
          </section>
        );
      })}
      {adding.value && <TaskForm onClose={() => (adding.value = false)} />}
    </Page>
  );
}
