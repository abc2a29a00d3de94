import { useSignal } from "@preact/signals";
import { type Entry, type Row, replica, type Stop } from "../../../sync/replica.ts";
import { currency, nameOf, seesMoney, withPets, zone } from "../business";
import { codeName, isWarning } from "../card/codes";
import { addressLine, mapLink } from "../card/reach";
import { Waiting } from "../clients/waiting";
import { later } from "../forms/localtime";
import { overlapping } from "../forms/slots";
import { Chip, Icon, IconButton } from "../kit";
import { Link } from "../router";
import { money, t, time } from "../words";
import { Actions } from "./actions";
import { isOff, isOpen } from "./day";
import { entryOf } from "./entry";
import { placeOf } from "./place";

interface Props {
  stop: Stop;
  /** Drawn large, its actions shown. */
  next: boolean;
  /** The day's stops, to see which overlap. */
  others: readonly Stop[];
}

/** One stop: an index card whose edge bears the service's colour. */
export function StopCard({ stop, next, others }: Props) {
  const opened = useSignal(false);
  const entry = entryOf(stop.client);
  const service = replica.table("service").value.get(stop.service) as Row<"service"> | undefined;
  const off = isOff(stop);
  const shown = next || opened.value;
  const end = later(stop.start, stop.minutes, stop.zone || zone.value);
  return (
    <li
      class={`paper stop ${next ? "next" : ""} ${off ? "off" : ""}`}
      style={{ "--edge-color": service?.cells.color ?? "var(--edge)" }}
      aria-current={next ? "step" : undefined}
    >
      <div class="stop-head">
        <p class="stop-time figures">
          <time dateTime={stop.start}>{time(stop.start)}</time>
          <span class="quiet">–{time(end)}</span>
        </p>
        <State stop={stop} crowded={isOpen(stop) && overlapping(others, { ...stop, except: stop.id }).length > 0} />
        <Waiting row={stop} />
        {seesMoney.value && stop.amount !== null && (
          <span class={`stop-price figures ${stop.paid ? "paid" : ""}`}>
            {money(stop.amount, stop.currency || currency.value)}
            {stop.paid && <Icon name="check" size={16} />}
            {stop.paid && <span class="unseen">{t("today.paid")}</span>}
          </span>
        )}
      </div>
      <h2>
        <Link to={`/clients/${stop.client}`}>{entry?.name ?? t("today.unknown")}</Link>
      </h2>
      <p class="stop-what">
        {withPets.value && <Pets stop={stop} entry={entry} />}
        <span>{service?.cells.name ?? ""}</span>
        {stop.member && stop.member !== replica.me.value?.member && (
          <span class="quiet">{t("today.with", { name: nameOf("member", stop.member) })}</span>
        )}
      </p>
      {entry?.alert && !off && (
        <p class="alert">
          <Icon name="pin" />
          <span>{entry.alert}</span>
        </p>
      )}
      {!off && <Where stop={stop} city={entry?.city ?? ""} />}
      {seesMoney.value && entry && entry.owed > 0 && (
        <p class="owed figures">{t("today.owes", { sum: money(entry.owed, currency.value) })}</p>
      )}
      {shown ? (
        <Actions stop={stop} entry={entry} next={next} />
      ) : (
        <div class="stop-more">
          <IconButton
            icon="more"
            label={t("today.more", { name: entry?.name ?? "" })}
            onClick={() => (opened.value = true)}
          />
        </div>
      )}
    </li>
  );
}

function State({ stop, crowded }: { stop: Stop; crowded: boolean }) {
  const tone = stop.status === "completed" ? "green" : stop.status === "requested" ? "accent" : undefined;
  return (
    <>
      {stop.status !== "confirmed" && <Chip tone={tone}>{t(`today.status.${stop.status}`)}</Chip>}
      {crowded && (
        <Chip>
          <Icon name="alert" size={16} />
          {t("today.overlaps")}
        </Chip>
      )}
    </>
  );
}

function Pets({ stop, entry }: { stop: Stop; entry: Entry | undefined }) {
  const pets = entry?.pets.filter((pet) => stop.pets.includes(pet.id)) ?? [];
  return (
    <>
      {pets.map((pet) => (
        <span class="row" key={pet.id}>
          <b>{pet.name}</b>
          {pet.breed && <span class="quiet">{pet.breed}</span>}
          {pet.codes.map((code) => (
            <Chip key={code} tone={isWarning(code) ? "amber" : undefined}>
              {codeName(code)}
            </Chip>
          ))}
        </span>
      ))}
    </>
  );
}

/** One line from the first paint on: the city that the directory knows, then the whole address from the card. */
function Where({ stop, city }: { stop: Stop; city: string }) {
  if (stop.modality !== "theirs") {
    return stop.modality ? <p class="quiet stop-place">{t(`today.place.${stop.modality}`)}</p> : null;
  }
  const place = placeOf(stop);
  const line = addressLine(place) || city;
  if (!line) return null;
  return (
    <p class="stop-place">
      <Icon name="place" />
      <a href={mapLink(place ?? city)} target="_blank" rel="noopener noreferrer">
        {line}
      </a>
    </p>
  );
}
