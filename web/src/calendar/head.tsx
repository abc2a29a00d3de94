import "../kit/pick.css";
import "./head.css";
import { today, weekStart } from "../business";
import { Icon, useWide } from "../kit";
import { Link } from "../router";
import { n, t } from "../words";
import { choose, team, whose, withCancelled } from "./chosen";
import { pathOf, step, VIEWS, type View } from "./period";
import { titleOf } from "./title";

interface Props {
  view: View;
  /** The day that other views open at. */
  day: string;
  days: readonly string[];
}

/** The period's name between its neighbours, and the way back to today. */
export function Heading({ view, day, days }: Props) {
  const now = today();
  const wide = useWide();
  return (
    <div class="calendar-title">
      <p aria-hidden="true">{titleOf(view, days, !wide)}</p>
      {!days.includes(now) && (
        <Link to={pathOf(view, now, weekStart())} class="button plain" label={t("calendar.today")} replace>
          {t("nav.today")}
        </Link>
      )}
      <Link
        to={pathOf(view, step(view, day, -1), weekStart())}
        class="icon-button"
        label={t(`calendar.previous.${view}`)}
        replace
      >
        <Icon name="left" size={24} />
      </Link>
      <Link
        to={pathOf(view, step(view, day, 1), weekStart())}
        class="icon-button"
        label={t(`calendar.next.${view}`)}
        replace
      >
        <Icon name="right" size={24} />
      </Link>
    </div>
  );
}

/** The views side by side, and whose bookings are shown. `cancelled` is how many of them there are in the period. */
export function Choices({ view, day, cancelled }: Omit<Props, "days"> & { cancelled: number }) {
  return (
    <div class="calendar-choices">
      <nav class="segments" aria-label={t("calendar.views")}>
        {VIEWS.map((each) => (
          <Link key={each} to={pathOf(each, day, weekStart())} current={each === view}>
            {t(`calendar.view.${each}`)}
          </Link>
        ))}
      </nav>
      {(team.value.length > 1 || cancelled > 0) && <Whose cancelled={cancelled} />}
    </div>
  );
}

function Whose({ cancelled }: { cancelled: number }) {
  const chip = (key: string, pressed: boolean, flip: () => void, words: string, color?: string | null) => (
    <button key={key} type="button" class="pick" aria-pressed={pressed} onClick={flip}>
      {color && <span class="dot" style={{ background: color }} />}
      {words}
    </button>
  );
  return (
    <fieldset class="calendar-whose" aria-label={t("calendar.whose")}>
      {team.value.length > 1 && (
        <>
          {chip("", whose.value.length === 0, () => choose(""), t("today.all"))}
          {team.value.map(({ id, cells }) =>
            chip(id, whose.value.includes(id), () => choose(id), cells.name ?? "", cells.color),
          )}
        </>
      )}
      {cancelled > 0 &&
        chip(
          "cancelled",
          withCancelled.value,
          () => {
            withCancelled.value = !withCancelled.value;
          },
          n("calendar.cancelled", cancelled),
        )}
    </fieldset>
  );
}
