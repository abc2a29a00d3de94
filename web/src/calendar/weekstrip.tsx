import { addDays } from "../forms/localtime";
import { Icon } from "../kit";
import { Link } from "../router";
import { day, n, t } from "../words";

interface Props {
  week: string[];
  shown: string;
  today: string;
  /** Bookings by day. */
  counts: ReadonlyMap<string, number>;
}

/** Seven days to step through, each with how many bookings it has, and the weeks on either side. */
export function WeekStrip({ week, shown, today, counts }: Props) {
  return (
    <nav class="week" aria-label={t("calendar.week")}>
      <Link to={`/calendar/${addDays(shown, -7)}`} class="icon-button" label={t("calendar.week.previous")} replace>
        <Icon name="left" />
      </Link>
      <ol>
        {week.map((each) => {
          const count = counts.get(each) ?? 0;
          return (
            <li key={each}>
              <Link
                to={`/calendar/${each}`}
                class={each === today ? "week-day today" : "week-day"}
                current={each === shown}
                label={`${day(each, "long")}, ${n("calendar.count", count)}`}
                replace
              >
                <span>{day(each, "weekday")}</span>
                <b class="figures">{day(each, "number")}</b>
                <span class="figures week-count">{count || ""}</span>
              </Link>
            </li>
          );
        })}
      </ol>
      <Link to={`/calendar/${addDays(shown, 7)}`} class="icon-button" label={t("calendar.week.next")} replace>
        <Icon name="right" />
      </Link>
    </nav>
  );
}
