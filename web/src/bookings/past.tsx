import { useEffect, useState } from "preact/hooks";
import { type Change, replica } from "../../../sync/replica";
import { cellName, valueWords } from "../attention/words";
import { nameOf, zone } from "../business";
import { localTime } from "../forms/localtime";
import { dateTime, t } from "../words";
import type { Booking } from "./about";

/** Cells that say nothing to a person who reads what became of a booking. */
const SILENT = new Set(["client", "answers", "series", "purchase"]);

const by = ({ at, member }: Change) =>
  [dateTime(localTime(at, zone.value)), nameOf("member", member)].filter(Boolean).join(", ");

/** What became of a booking: when it was made and by whom, and every change since, on request. */
export function Past({ booking }: { booking: Booking }) {
  const [changes, setChanges] = useState<Change[]>([]);
  const version = Object.values(booking.stamps).join();
  useEffect(() => {
    let shown = true;
    void replica.changes("booking", booking.id).then((found) => shown && setChanges(found));
    return () => {
      shown = false;
    };
  }, [booking.id, version]);
  const made = changes.at(-1);
  if (!made) return null;
  const since = changes.filter(({ o, cell, won }) => o !== made.o && won && !SILENT.has(cell.split(".")[0] ?? cell));
  if (since.length === 0) return <p class="quiet">{t("bookings.made", { by: by(made) })}</p>;
  return (
    <details class="booking-past">
      <summary>{t("bookings.changed", { by: by(since[0] as Change) })}</summary>
      <ul>
        {since.map((each) => (
          <li key={`${each.o} ${each.cell}`}>
            {cellName("booking", each.cell)}: {valueWords("booking", each.cell, each.value)}
            <span class="quiet"> · {by(each)}</span>
          </li>
        ))}
        <li>{t("bookings.made", { by: by(made) })}</li>
      </ul>
    </details>
  );
}
