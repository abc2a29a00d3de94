import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Stop } from "../../../sync/replica";
import { occupies, type Span } from "../forms/slots";
import { time } from "../words";
import { type Axis, marksOf } from "./axis";
import { Block, tall } from "./block";
import type { Piece } from "./pieces";

/** One column of the grid: a day, or a member's part of it. */
export interface Column {
  key: string;
  axis: Axis;
  /** How far below the top of the grid the day begins, in minutes. */
  top: number;
  /** Whose column it is, "" for nobody's: what is dropped in it becomes theirs. Unset where members share a column. */
  member?: string;
  /** Whom new bookings of a shared column are proposed for. */
  books?: string;
  pieces: Piece[];
  /** When nobody works. */
  closed: Span[];
  /** What the column is called. */
  label: string;
  head?: ComponentChildren;
}

/** A booking of the same member that takes time of the stretch from `from` to `to`; none for what is nobody's yet. */
export function clashIn(
  pieces: readonly Piece[],
  wanted: { id?: string; member?: string; from: number; to: number },
): Stop | undefined {
  if (!wanted.member) return undefined;
  return pieces.find(
    ({ stop, from, to }) =>
      stop.id !== wanted.id && stop.member === wanted.member && occupies(stop) && from < wanted.to && wanted.from < to,
  )?.stop;
}

/** The bookings of a column over its hours. `level` is the axis whose hours stand beside the grid. */
export function ColumnBody({ column, index, level }: { column: Column; index: number; level: Axis }) {
  const { axis, pieces, closed } = column;
  const own = axis.minutes !== level.minutes || axis.base !== level.base;
  return (
    <div
      class="column"
      data-column={index}
      data-day={axis.day}
      style={{ gridColumn: index + 2, marginTop: tall(column.top), height: tall(axis.minutes) }}
    >
      {closed.map(({ from, to }) => (
        <div key={from} class="closed" style={{ top: tall(from), height: tall(to - from) }} />
      ))}
      {marksOf(axis).map(({ at, local, again }) => (
        <div key={at} class={again ? "hour-line again" : "hour-line"} style={{ top: tall(at) }} aria-hidden="true">
          {own && (again || at <= (axis.jump?.at ?? 0) || local.endsWith(":30")) && <span>{time(local)}</span>}
        </div>
      ))}
      <ul aria-label={column.label}>
        {pieces.map((piece) => (
          <Block
            key={piece.stop.id}
            piece={piece}
            column={column}
            clash={
              occupies(piece.stop) && clashIn(pieces, { ...piece.stop, from: piece.from, to: piece.to }) !== undefined
            }
          />
        ))}
      </ul>
      <Now axis={axis} />
    </div>
  );
}

/** How often the line of the present moves, in ms. */
const TICK = 30_000;

/** The present, a line over the day that it is in. */
function Now({ axis }: { axis: Axis }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, TICK);
    return () => clearInterval(timer);
  }, []);
  const at = (now.value - axis.start) / 60_000;
  if (at < 0 || at >= axis.minutes) return null;
  return <div class="now" style={{ top: tall(at) }} aria-hidden="true" />;
}
