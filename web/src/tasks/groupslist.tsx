import "./tasks.css";
import { nowLocal, zone } from "../business";
import { t } from "../words";
import { GROUPS, grouped, type Task } from "./groups";
import { Line } from "./line";

/** Tasks under the headings of how they press; on a client's own card the client is not named again. */
export function TaskGroups({ tasks, onCard }: { tasks: readonly Task[]; onCard?: boolean }) {
  const groups = grouped(tasks, nowLocal(), zone.value);
  return (
    <>
      {GROUPS.map((group) => {
        const list = groups.get(group) ?? [];
        if (list.length === 0) return null;
        return (
          <section key={group} class="stack" aria-label={t(`tasks.${group}`)}>
            <h2 class={group === "overdue" ? "owed" : undefined}>
              {t(`tasks.${group}`)} {group !== "done" && <span class="task-count figures quiet">{list.length}</span>}
            </h2>
            <ul class="paper tasks">
              {list.map((task) => (
                <Line key={task.id} task={task} group={group} onCard={onCard} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
