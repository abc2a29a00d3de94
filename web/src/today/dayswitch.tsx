import "./dayswitch.css";
import { addDays } from "../forms/localtime";
import { Icon } from "../kit/icon";
import { Link } from "../router";
import { day, t } from "../words";

/** A day's name between its neighbours. `to` gives the path of a day. */
export function DaySwitch({ title, date, to }: { title: string; date: string; to: (date: string) => string }) {
  const full = day(date, "long");
  return (
    <div class="day-switch">
      <p aria-hidden="true">
        <b class={full === title ? "day-switch-date" : undefined}>{title}</b>
        {full !== title && <span class="quiet">{full}</span>}
      </p>
      <Link to={to(addDays(date, -1))} class="icon-button" label={t("calendar.previous")} replace>
        <Icon name="left" size={24} />
      </Link>
      <Link to={to(addDays(date, 1))} class="icon-button" label={t("calendar.next")} replace>
        <Icon name="right" size={24} />
      </Link>
    </div>
  );
}
