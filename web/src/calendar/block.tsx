import type { Stop } from "../../../sync/replica";
import { replica } from "../../../sync/replica";
import { currency, nameOf, seesMoney } from "../business";
import { Waiting } from "../clients/waiting";
import { Icon } from "../kit";
import { isOff } from "../today/day";
import { entryOf } from "../today/entry";
import { money, t, time } from "../words";
import { localAt } from "./axis";
import type { Column } from "./column";
import type { Piece } from "./pieces";

/** So many minutes of the grid as a length of CSS. */
export const tall = (minutes: number): string => `calc(var(--hour) * ${minutes / 60})`;

/** One booking, or what of it stands on this day: a paper card with the colour of its service on the edge. */
export function Block({ piece, column, clash }: { piece: Piece; column: Column; clash: boolean }) {
  const { stop } = piece;
  const from = Math.max(0, piece.from);
  const to = Math.min(column.axis.minutes, piece.to);
  const entry = entryOf(stop.client);
  const name = entry?.name ?? t("today.unknown");
  const service = nameOf("service", stop.service);
  const pets = entry?.pets.filter((pet) => stop.pets.includes(pet.id)).map((pet) => pet.name) ?? [];
  const begins = localAt(column.axis, piece.from);
  const price = seesMoney.value && stop.amount ? money(stop.amount, stop.currency || currency.value) : "";
  const due = stop.status === "completed" && !stop.paid;
  const times = `${time(begins)}–${time(localAt(column.axis, piece.from + stop.minutes))}`;
  return (
    <li
      class={`block ${stop.status} ${isOff(stop) ? "off" : ""}`}
      data-stop={stop.id}
      style={{
        "--edge-color": replica.table("service").value.get(stop.service)?.cells.color ?? "var(--edge)",
        top: tall(from),
        height: tall(to - from),
        left: `${(100 * piece.column) / piece.of}%`,
        width: `${100 / piece.of}%`,
      }}
    >
      <a href={`/bookings/${stop.id}`} draggable={false} tabIndex={-1} aria-label={labelOf(stop, times, clash)}>
        <span class="block-line figures">
          <time dateTime={begins}>{time(begins)}</time>
          {stop.status === "completed" && <Icon name="check" size={16} />}
          {entry?.alert && (
            <span class="block-alert">
              <Icon name="pin" size={16} />
            </span>
          )}
          <Waiting row={stop} />
        </span>
        <b>{name}</b>
        <span class="block-more">{[pets.join(", "), service].filter(Boolean).join(" · ")}</span>
        {price && (stop.paid || due) && (
          <span class={`figures ${stop.paid ? "paid" : "owed"}`}>
            {price} {t(stop.paid ? "today.paid" : "today.unpaid")}
          </span>
        )}
      </a>
      <span class="grip" data-grip />
    </li>
  );
}

/** Everything that the card shows, and what only its place shows, as a screen reader says it. */
function labelOf(stop: Stop, times: string, clash: boolean): string {
  const entry = entryOf(stop.client);
  const pets = entry?.pets.filter((pet) => stop.pets.includes(pet.id)).map((pet) => pet.name) ?? [];
  const member = nameOf("member", stop.member);
  return [
    times,
    entry?.name ?? t("today.unknown"),
    ...pets,
    nameOf("service", stop.service),
    member && t("today.with", { name: member }),
    stop.status && stop.status !== "confirmed" && t(`today.status.${stop.status}`),
    clash && t("today.overlaps"),
    stop.waiting && t("clients.waiting"),
    entry?.alert,
  ]
    .filter(Boolean)
    .join(", ");
}
