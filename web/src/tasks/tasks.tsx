import "./tasks.css";
import { signal, useSignal } from "@preact/signals";
import { replica } from "../../../sync/replica.ts";
import { live, manages } from "../business";
import { TaskForm } from "../forms/task";
import { Button, Choice, Empty, Page } from "../kit";
import { t } from "../words";
import { TaskGroups } from "./groupslist";
import { QuickTask } from "./quick";

type Whose = "mine" | "all";
const STORED = "fichero.tasks";
const chosen = signal(localStorage.getItem(STORED) as Whose | null);

/** Every task of the business or of this person, what presses first. Staff see their own until they ask for all. */
export default function Tasks() {
  const adding = useSignal(false);
  const me = replica.me.value?.member;
  const shared = live("member").length > 1;
  const whose: Whose = shared ? (chosen.value ?? (manages.value ? "all" : "mine")) : "all";
  const tasks = live("task").filter(({ cells }) => whose === "all" || cells.assignee === me);
  return (
    <Page
      title={t("nav.tasks")}
      primary={
        <Button kind="primary" icon="new" onClick={() => (adding.value = true)}>
          {t("tasks.new")}
        </Button>
      }
    >
      {shared && (
        <Choice
          segments
          bare
          label={t("tasks.whose")}
          value={whose}
          options={[
            { value: "all", label: t("tasks.all") },
            { value: "mine", label: t("tasks.mine") },
          ]}
          onChange={(value) => {
            chosen.value = value;
            localStorage.setItem(STORED, value);
          }}
        />
      )}
      <QuickTask />
      {tasks.length === 0 && (
        <Empty
          icon="tasks"
          title={t(whose === "mine" ? "tasks.none_mine" : "tasks.none")}
          body={t("tasks.none.body")}
        />
      )}
      <TaskGroups tasks={tasks} />
      {adding.value && <TaskForm onClose={() => (adding.value = false)} />}
    </Page>
  );
}
