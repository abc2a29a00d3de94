import { useSignal } from "@preact/signals";
import { replica, type Stop } from "../../../sync/replica.ts";
import { currency, nameOf, seesMoney, withPets, zone } from "../business";
import { addressLine, mapLink } from "../card/reach";
import { Waiting } from "../clients/waiting";
import { later } from "../forms/localtime";
import { IconButton } from "../kit/button";
import { Icon } from "../kit/icon";
import { Link } from "../router";
import { money, t, time } from "../words";
import { Actions } from "./actions";
import { isOff, isOpen } from "./day";
import { entryOf } from "./entry";
import { Pets } from "./pets";
import { placeOf } from "./place";
import { State } from "./state";

interface Props {
  stop: Stop;
  /** Drawn large, its actions shown. */
  next: boolean;
  /** The day's stops, to see which overlap. */
  others: readonly Stop[];
}

/** One stop: an index card whose edge bears the service's colour. What is over takes one line until it is opened. */
export function StopCard({ stop, next, others }: Props) {
  const opened = useSignal(false);
  const entry = entryOf(stop.client);
  const service = replica.table("service").value.get(stop.service);
  const whole = isOpen(stop) || opened.value;
  const end = later(stop.start, stop.minutes, stop.zone || zone.value);
  return (
    <li
      class={`paper stop ${next ? "next" : ""} ${isOff(stop) ? "off" : ""} ${whole ? "" : "over"}`}
      style={{ "--edge-color": service?.cells.color ?? "var(--edge)" }}
      aria-current={next ? "step" : undefined}
    >
      <div class="stop-head">
        <p class="stop-time figures">
          {!whole && !isOff(stop) && <Icon name="done" size={16} />}
          <time dateTime={stop.start}>{time(stop.start)}</time>
          {!whole && !isOff(stop) && <span class="unseen">{t(`today.status.${stop.status}`)}</span>}
          {whole && <span class="quiet">–{time(end)}</span>}
        </p>
        {!whole && <Name stop={stop} />}
        <Waiting row={stop} />
        {(whole || isOff(stop)) && <State stop={stop} others={others} />}
        {!isOff(stop) && <Price stop={stop} />}
        {!next && (
          <IconButton
            icon={opened.value ? "up" : isOpen(stop) ? "more" : "down"}
            label={t(opened.value ? "today.less" : "today.more", { name: entry?.name ?? "" })}
            onClick={() => {
              opened.value = !opened.value;
            }}
          />
        )}
      </div>
      {whole && (
        <>
          <Name stop={stop} />
          <p class="stop-what">
            {withPets.value && <Pets stop={stop} entry={entry} />}
            <span>{service?.cells.name ?? ""}</span>
            {stop.member && stop.member !== replica.me.value?.member && (
              <span class="quiet">{t("today.with", { name: nameOf("member", stop.member) })}</span>
            )}
          </p>
          {entry?.alert && (
            <p class="alert">
              <Icon name="pin" />
              <span>{entry.alert}</span>
            </p>
          )}
          <Where stop={stop} city={entry?.city ?? ""} />
          {seesMoney.value && entry && entry.owed > 0 && (
            <p class="owed figures">{t("today.owes", { sum: money(entry.owed, currency.value) })}</p>
          )}
        </>
      )}
      {(next || opened.value) && <Actions stop={stop} entry={entry} next={next} onDone={() => (opened.value = true)} />}
    </li>
  );
}

function Name({ stop }: { stop: Stop }) {
  return (
    <h2>
      <Link to={`/clients/${stop.client}`}>{entryOf(stop.client)?.name ?? t("today.unknown")}</Link>
    </h2>
  );
}

/** Green with a tick once paid, red while a finished stop is not. */
function Price({ stop }: { stop: Stop }) {
  if (!seesMoney.value || stop.amount === null) return null;
  const due = stop.status === "completed" && !stop.paid && stop.amount > 0;
  return (
    <span class={`stop-price figures ${stop.paid ? "paid" : due ? "owed" : ""}`}>
      {money(stop.amount, stop.currency || currency.value)}
      {stop.paid && <Icon name="check" size={16} />}
      {(stop.paid || due) && <span class="unseen">{t(stop.paid ? "today.paid" : "today.unpaid")}</span>}
    </span>
  );
}

/** One line from the first paint on: the city that the directory knows, then the whole address from the card. */
function Where({ stop, city }: { stop: Stop; city: string }) {
  if (stop.modality !== "theirs") {
    return stop.modality ? <p class="quiet stop-place">{t(`today.place.${stop.modality}`)}</p> : null;
  }
  const place = placeOf(stop);
  const line = addressLine(place) || city;
  if (!line) return place === undefined ? <p class="stop-place" /> : null;
  return (
    <p class="stop-place">
      <Icon name="place" />
      <a href={mapLink(place ?? city)} target="_blank" rel="noopener noreferrer">
        {line}
      </a>
    </p>
  );
}
