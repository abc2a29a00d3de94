import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Entry, replica, type Stop } from "../../../sync/replica.ts";
import { currency, nameOf, seesContacts, seesMoney, withPets, zone } from "../business";
import { addressLine, mapLink } from "../card/reach";
import { Waiting } from "../clients/waiting";
import { later } from "../forms/localtime";
import { IconButton } from "../kit/button";
import { Icon } from "../kit/icon";
import { loadLater } from "../kit/lazy";
import { Link } from "../router";
import { money, t, time } from "../words";
import { Actions, useActs } from "./actions";
import { isOff, isOpen } from "./day";
import { entryOf } from "./entry";
import { type Circumstances, nextAct } from "./flow";
import { wasTold } from "./focus";
import { Pets } from "./pets";
import { placeOf } from "./place";
import { State } from "./state";
import type { Swipe } from "./swipe";

interface Props {
  stop: Stop;
  /** Drawn large, its acts shown. */
  next: boolean;
  /** It takes the time of another. */
  crowded: boolean;
  day: Circumstances["day"];
}

/** What of the world the flow of a stop's acts depends on. */
export function seenOf(stop: Stop, day: Circumstances["day"]): Circumstances {
  const entry = entryOf(stop.client);
  return {
    day,
    client: entry !== undefined,
    phone: (entry?.phones.length ?? 0) > 0,
    told: wasTold(stop.id),
    money: seesMoney.value,
    booked: (entry?.next ?? "").slice(0, 10) > stop.start.slice(0, 10),
  };
}

/** One stop: an index card whose edge bears the service's colour. What is over takes one line until it is opened. */
export function StopCard({ stop, next, crowded, day }: Props) {
  const opened = useSignal(false);
  const row = useRef<HTMLLIElement>(null);
  const seen = seenOf(stop, day);
  const acts = useActs(stop, day === "today");
  const entry = entryOf(stop.client);
  const name = entry ? entry.name || t("clients.nameless") : t("today.unknown");
  const service = replica.table("service").value.get(stop.service);
  const whole = isOpen(stop) || next || opened.value;
  const waits = nextAct(stop, seen);
  const toggle = () => {
    opened.value = !opened.value;
  };
  const swipe = useRef<Swipe>({});
  swipe.current = { right: waits && (() => acts.run(waits)), left: toggle };
  useEffect(() => {
    let end: (() => void) | undefined;
    let here = true;
    loadLater().then(
      ({ watchSwipes }) => {
        if (here && row.current) end = watchSwipes(row.current, () => swipe.current);
      },
      () => {},
    );
    return () => {
      here = false;
      end?.();
    };
  }, []);

  return (
    <li
      ref={row}
      class="stop-row"
      data-right={waits && t(`today.${waits}`)}
      data-left={t(opened.value ? "today.close" : "today.acts")}
      aria-current={next ? "step" : undefined}
    >
      <article
        class={`paper stop ${next ? "next" : ""} ${isOff(stop) ? "off" : ""} ${whole ? "" : "over"}`}
        style={{ "--edge-color": service?.cells.color ?? "var(--edge)" }}
      >
        <div class="stop-head">
          <Time stop={stop} whole={whole} />
          {!whole && <Name stop={stop} name={name} here={!!entry} />}
          <Waiting row={stop} />
          {(whole || isOff(stop)) && <State stop={stop} crowded={crowded} />}
          {!isOff(stop) && <Price stop={stop} />}
          <IconButton
            icon={opened.value ? "up" : whole ? "more" : "down"}
            label={t(opened.value ? "today.less" : "today.more", { name })}
            pressed={opened.value}
            onClick={toggle}
          />
        </div>
        {whole && (
          <>
            <Name stop={stop} name={name} here={!!entry} />
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
            <Where stop={stop} entry={entry} all={next || opened.value} />
            {seesMoney.value && entry && entry.owed > 0 && (
              <p class="owed figures">{t("today.owes", { sum: money(entry.owed, currency.value) })}</p>
            )}
          </>
        )}
        {(next || opened.value || (day === "past" && waits)) && (
          <Actions {...acts} stop={stop} entry={entry} seen={seen} next={next} all={opened.value} />
        )}
      </article>
    </li>
  );
}

/** From when to when; of what is over only when it was, with a tick for what was done. */
function Time({ stop, whole }: { stop: Stop; whole: boolean }) {
  const done = !whole && !isOff(stop);
  return (
    <p class="stop-time figures">
      {done && <Icon name="done" size={16} />}
      <time dateTime={stop.start}>{time(stop.start)}</time>
      {done && <span class="unseen">{t(`today.status.${stop.status}`)}</span>}
      {whole && <span class="quiet">–{time(later(stop.start, stop.minutes, stop.zone || zone.value))}</span>}
    </p>
  );
}

/** Leads to the card, where there is one on this phone. */
function Name({ stop, name, here }: { stop: Stop; name: string; here: boolean }) {
  return <h2>{here ? <Link to={`/clients/${stop.client}`}>{name}</Link> : name}</h2>;
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

/**
 * Where to go, with what opens the gate. One line from the first paint on: the city that the directory knows, then the
 * whole address from the card.
 */
function Where({ stop, entry, all }: { stop: Stop; entry: Entry | undefined; all: boolean }) {
  if (stop.modality !== "theirs") {
    return stop.modality ? <p class="quiet stop-place">{t(`today.place.${stop.modality}`)}</p> : null;
  }
  const place = placeOf(stop);
  const line = addressLine(place) || entry?.city || "";
  if (!seesContacts.value || !entry || (place !== undefined && !line)) return null;
  const note = place && typeof place !== "string" ? place.note : "";
  return (
    <>
      <p class="stop-place">
        <Icon name="place" />
        {line && (
          <a href={mapLink(place ?? line)} target="_blank" rel="noopener noreferrer">
            {line}
          </a>
        )}
      </p>
      {all && note && (
        <p class="stop-note">
          <Icon name="gate" />
          <span>{note}</span>
        </p>
      )}
    </>
  );
}
