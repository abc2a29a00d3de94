import { replica } from "../../../sync/replica.ts";
import { Icon, type IconName } from "../kit/icon";
import { Link } from "../router";
import { n, t } from "../words";

const ICONS: Record<string, IconName> = { saved: "done", syncing: "sync", offline: "offline", attention: "alert" };

/** What stands between this phone and the others, in one quiet place that never moves. */
export function SyncStatus() {
  const { state, waiting, progress } = replica.status.value;
  const counting = state === "syncing" && progress;
  const words = counting
    ? t("sync.progress", { percent: Math.floor((100 * counting.done) / Math.max(1, counting.total)) })
    : state === "syncing"
      ? waiting
        ? n("sync.syncing", waiting)
        : t("sync.trying")
      : state === "offline"
        ? n(waiting ? "sync.offline" : "sync.offline.none", waiting)
        : t(`sync.${state}`);
  const inside = (
    <>
      <Icon name={ICONS[state] ?? "sync"} />
      <span>{words}</span>
    </>
  );
  return (
    <div class={`sync ${counting ? "counting" : state}`} role="status" aria-label={t("sync.name")}>
      {state === "attention" ? <Link to="/attention">{inside}</Link> : inside}
    </div>
  );
}
