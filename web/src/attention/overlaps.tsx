import { useMemo } from "preact/hooks";
import { replica } from "../../../sync/replica.ts";
import { nameOf, today, zone } from "../business";
import { addDays } from "../forms/localtime";
import { Link } from "../router";
import { day, t, time } from "../words";
import { pairs } from "./pairs";
import { clientName } from "./words";

/** How far ahead bookings are compared, in days. */
const AHEAD = 60;

/** Bookings that overlap: both are kept until a person moves one. */
export function Overlaps() {
  const now = today();
  const stops = useMemo(() => replica.stops(now, addDays(now, AHEAD)), [now]).value;
  const found = useMemo(() => pairs(stops, zone.value), [stops]);
  if (found.length === 0) return null;
  return (
    <section class="stack">
      <h2>{t("attention.overlaps")}</h2>
      <p class="quiet">{t("attention.overlaps.body")}</p>
      {found.map(([one, other]) => (
        <article class="paper stack" key={one.id + other.id}>
          <h3>
            {day(one.start, "long")} · {nameOf("member", one.member)}
          </h3>
          <ul class="stack">
            {[one, other].map((stop) => (
              <li key={stop.id}>
                <Link to={`/bookings/${stop.id}`} class="overlap">
                  <b class="figures">{time(stop.start)}</b> {clientName(stop.client)}
                </Link>
              </li>
            ))}
          </ul>
        </article>
      ))}
    </section>
  );
}
