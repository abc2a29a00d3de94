import { signal } from "@preact/signals";
import type { Stop } from "../../../sync/replica";
import { Icon } from "../kit";
import { entryOf } from "../today/entry";
import { t, time } from "../words";
import { type Axis, localAt } from "./axis";
import { tall } from "./block";
import type { Column } from "./column";

/** Where a booking would stand if it were let go now. */
export interface Ghost {
  axis: Axis;
  /** The place of the column among those shown, -1 when its day is not on the screen. */
  column: number;
  from: number;
  minutes: number;
  /** The booking that moves; none while a new one is drawn. */
  stop?: Stop;
  /** A booking whose time it would take. */
  clash?: Stop;
}

/** A signal of its own, so that dragging redraws one element and not the calendar. */
export const ghost = signal<Ghost | null>(null);

/** The times of a ghost: 10:15–11:15. */
export const timesOf = ({ axis, from, minutes }: Ghost): string =>
  `${time(localAt(axis, from))}–${time(localAt(axis, from + minutes))}`;

/** Draws the ghost in its column. */
export function GhostBlock({ columns }: { columns: readonly Column[] }) {
  const shown = ghost.value;
  const column = shown && columns[shown.column];
  if (!column) return null;
  const from = Math.max(0, shown.from);
  const to = Math.min(column.axis.minutes, shown.from + shown.minutes);
  return (
    <div
      class={shown.clash ? "ghost clash" : "ghost"}
      aria-hidden="true"
      style={{ gridColumn: shown.column + 2, top: tall(column.top + from), height: tall(to - from) }}
    >
      <span class="figures">
        {shown.clash && <Icon name="alert" size={16} />} {timesOf(shown)}
      </span>
      <b>{shown.stop ? (entryOf(shown.stop.client)?.name ?? "") : t("calendar.new")}</b>
    </div>
  );
}
