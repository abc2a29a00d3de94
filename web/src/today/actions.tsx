import { useSignal } from "@preact/signals";
import { type Entry, replica, type Stop } from "../../../sync/replica.ts";
import { Button, LinkButton } from "../kit/button";
import type { IconName } from "../kit/icon";
import { lazy, loadLater } from "../kit/lazy";
import { format, t } from "../words";
import { type Act, actsOf, type Circumstances, nextAct } from "./flow";
import { focus, focused } from "./focus";

const StopSheet = lazy((later) => later.StopSheet);

const LOOKS: Record<Act, { icon: IconName }> = {
  confirm: { icon: "check" },
  way: { icon: "message" },
  start: { icon: "start" },
  finish: { icon: "done" },
  pay: { icon: "cash" },
  book: { icon: "book" },
  missed: { icon: "missed" },
};

/** Acts that go on with the stop; beside what is next, the one after it is within reach as well. */
const ONWARDS: readonly Act[] = ["way", "start", "finish"];
/** Days until the next visit, where the service does not say. */
const USUAL = 42;

/** Does an act of a stop: at once, or by a sheet that asks first. */
export function useActs(stop: Stop, today: boolean) {
  const sheet = useSignal<"way" | "pay" | "book" | null>(null);
  const run = (act: Act) => {
    if (today) focus(stop.id);
    if (act === "way" || act === "pay" || act === "book") sheet.value = act;
    else void loadLater().then((later) => later.act(stop, act));
  };
  return { sheet, run };
}

interface Props extends ReturnType<typeof useActs> {
  stop: Stop;
  entry: Entry | undefined;
  seen: Circumstances;
  /** The stop is the large one: what it waits for is the screen's one primary act. */
  next: boolean;
  /** All acts, not only what is next. */
  all: boolean;
}

/** What is done at a stop, the likeliest first; each act is one tap with an undo. */
export function Actions({ stop, entry, seen, next, all, sheet, run }: Props) {
  const acts = actsOf(stop, seen);
  const first = nextAct(stop, seen);
  const second = first && ONWARDS.includes(first) ? acts.find((act) => act !== first && ONWARDS.includes(act)) : null;
  const shown = all ? acts : acts.filter((act) => act === first || (next && act === second));
  return (
    <div class="stop-actions">
      {shown.map((act) => (
        <Button key={act} kind={next && act === first ? "primary" : "quiet"} {...LOOKS[act]} onClick={() => run(act)}>
          {act === "book" && act === first ? `${t("today.book")} · ${due(stop)}` : t(`today.${act}`)}
        </Button>
      ))}
      {next && focused() === stop.id && stop.status === "completed" && (
        <Button kind="plain" onClick={() => focus("")}>
          {t("today.later")}
        </Button>
      )}
      {all && (
        <LinkButton to={`/bookings/${stop.id}`} icon="right">
          {t("today.details")}
        </LinkButton>
      )}
      {sheet.value && entry && (
        <StopSheet act={sheet.value} stop={stop} entry={entry} onClose={() => (sheet.value = null)} />
      )}
    </div>
  );
}

/** When the service is due again: "in 6 weeks". */
function due(stop: Stop): string {
  const days = replica.table("service").value.get(stop.service)?.cells.rebook_days || USUAL;
  const relative = format(Intl.RelativeTimeFormat, { numeric: "always" } as Intl.RelativeTimeFormatOptions);
  return days % 7 ? relative.format(days, "day") : relative.format(days / 7, "week");
}
