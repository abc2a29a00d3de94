import { useMemo } from "preact/hooks";
import { replica, type Stop } from "../../../sync/replica";
import { business, today, zone } from "../business";
import { hoursOf } from "../forms/free";
import { Link } from "../router";
import { day, n } from "../words";
import { axisOf, levelled } from "./axis";
import { whose } from "./chosen";
import type { Column } from "./column";
import { Grid } from "./grid";
import { closedSpans, piecesOn } from "./pieces";

/** Seven days side by side, from the weekday that opens the business's week. */
export function WeekView({ days, stops }: { days: string[]; stops: Stop[] }) {
  const axes = useMemo(() => days.map((date) => axisOf(date, zone.value)), [days[0], zone.value]);
  const { tops, minutes } = useMemo(() => levelled(axes), [axes]);
  const now = today();
  const only = whose.value.length === 1 ? whose.value[0] : undefined;
  const columns = useMemo(
    () =>
      axes.map((axis, index): Column => {
        const pieces = piecesOn(axis, stops);
        const label = `${day(axis.day, "long")}, ${n("calendar.count", pieces.length)}`;
        return {
          key: axis.day,
          axis,
          top: tops[index] ?? 0,
          books: only,
          pieces,
          closed: closedSpans(axis, hoursOf(only ?? "")),
          label,
          head: <Head date={axis.day} today={axis.day === now} label={label} />,
        };
      }),
    [axes, stops, now, only, business.value, replica.table("member").value],
  );
  return <Grid columns={columns} minutes={minutes} />;
}

/** The day's name; it opens the day. */
function Head({ date, today, label }: { date: string; today: boolean; label: string }) {
  return (
    <Link to={`/calendar/${date}`} class={today ? "grid-head today" : "grid-head"} label={label}>
      <span>{day(date, "weekday")}</span>
      <b class="figures">{day(date, "number")}</b>
    </Link>
  );
}
