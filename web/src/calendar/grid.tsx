import "./grid.css";
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { BookingForm } from "../forms/booking";
import { go } from "../router";
import { scaleTime, t } from "../words";
import { localAt, marksOf } from "./axis";
import { tall } from "./block";
import { type Column, ColumnBody } from "./column";
import { type Field, installDrag } from "./drag";
import { GhostBlock } from "./ghost";
import { installKeys, said } from "./keys";
import { usePlace } from "./place";

/** A booking about to be made. */
interface Wanted {
  start: string;
  minutes?: number;
  member?: string;
}

/** Hours from top to bottom, days or members side by side; bookings are made, moved and stretched in it. */
export function Grid({ columns, minutes }: { columns: readonly Column[]; minutes: number }) {
  const pane = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const wanted = useSignal<Wanted | null>(null);
  const field = useRef<Field>({ columns, create: () => {}, open: () => {} });
  field.current = {
    columns,
    create: ({ axis, member, books }, from, minutes) => {
      wanted.value = { start: localAt(axis, from), minutes, member: member || books };
    },
    open: (booking) => go(`/bookings/${booking}`),
  };
  useEffect(() => {
    const [element, scrolled] = [grid.current, pane.current];
    if (!element || !scrolled) return;
    const ends = [installDrag(element, scrolled, () => field.current), installKeys(element, () => field.current)];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  usePlace(pane, columns);
  useLayoutEffect(() => {
    const blocks = [...(grid.current?.querySelectorAll<HTMLElement>(".block > a") ?? [])];
    if (!blocks.some((block) => block.tabIndex === 0) && blocks[0]) blocks[0].tabIndex = 0;
  });
  const level = columns.find(({ axis }) => !axis.jump && axis.base === 0) ?? (columns[0] as Column);
  return (
    <>
      <div class="calendar-pane grid-pane" ref={pane}>
        <div class="grid-heads" style={{ "--columns": columns.length }}>
          <span />
          {columns.map(({ key, head }) => head && <div key={key}>{head}</div>)}
        </div>
        {columns.every(({ pieces }) => pieces.length === 0) && <p class="grid-empty">{t("calendar.empty.hint")}</p>}
        <div class="grid" ref={grid} style={{ "--columns": columns.length, height: tall(minutes) }}>
          <div class="grid-hours figures" aria-hidden="true">
            {marksOf(level.axis).map(({ at, local, again }) => (
              <span key={at} class={again ? "again" : undefined} style={{ top: tall(level.top + at) }}>
                {at > 0 && scaleTime(local)}
              </span>
            ))}
          </div>
          {columns.map((column, index) => (
            <ColumnBody key={column.key} column={column} index={index} level={level.axis} />
          ))}
          <GhostBlock columns={columns} />
        </div>
      </div>
      <p class="unseen" aria-live="polite">
        {said}
      </p>
      {wanted.value && <BookingForm {...wanted.value} onClose={() => (wanted.value = null)} />}
    </>
  );
}
