import "../kit/pick.css";
import { useId, useState } from "preact/hooks";
import { nameOf, nowLocal, today, zone } from "../business";
import { Button, Icon, TextField } from "../kit";
import { entryOf } from "../today/entry";
import { day, t, time } from "../words";
import { type Asked, beyondHours, isStart, useFree, useNearest, useOverlaps } from "./free";
import { later, resolve, translated } from "./localtime";

interface Props {
  /** Local start; while only a part of it is chosen, the day, or the time after a T. */
  start: string;
  onChange: (start: string) => void;
  /** Nobody chose the time: with another day comes that day's own. */
  unchosen?: boolean;
  /** A free start that is offered before all others. */
  ready?: string;
  /** Local day from which on free times are offered. */
  from: string;
  /** Called when another day is chosen by hand. */
  onDay: (day: string) => void;
  asked: Asked;
  /** What is wrong with the start, in words. */
  error?: string;
}

/** When: the next free times at one tap, and any other day and time; it warns, the person decides. */
export function WhenPicker({ start, onChange, unchosen, ready, from, onDay, asked, error }: Props) {
  const [date = "", clock = ""] = start.split("T");
  const about = start.length === 16 ? resolve(start, zone.value) : undefined;
  const skipped = about?.kind === "skipped" && t("forms.skipped", { time: time(start), next: time(about.local) });
  const said = isStart(start) ? t("forms.until", { time: time(later(start, asked.minutes, zone.value)) }) : "";
  const repeated = about?.kind === "repeated" ? t("forms.repeated", { time: time(start) }) : "";
  return (
    <>
      <FreeTimes from={from} ready={ready} asked={asked} start={start} onChange={onChange} />
      <div class="pair">
        <TextField
          label={t("forms.date")}
          type="date"
          required
          value={date}
          error={date ? undefined : error}
          onInput={(text) => {
            if (text) onDay(text);
            onChange(text && (unchosen || !clock) ? text : `${text}T${clock}`);
          }}
        />
        <TextField
          label={t("forms.time")}
          type="time"
          required
          value={clock}
          onInput={(text) => onChange(`${date || today()}T${text}`)}
          error={skipped || (date && !clock ? error : undefined)}
          hint={repeated || said}
        />
      </div>
      <Told start={start} asked={asked} />
    </>
  );
}

/** Free starts, a line for each day, so that the eye compares days first and times within one. */
function FreeTimes({ from, ready = "", asked, start, onChange }: Omit<Props, "unchosen" | "onDay" | "error">) {
  const id = useId();
  const [more, setMore] = useState(false);
  const near = useNearest(ready.length === 16 ? ready : "", asked);
  const free = [...new Set([...(near === ready && near ? [near] : []), ...useFree(from, asked, more)])].sort();
  const days = [...new Set(free.map((at) => at.slice(0, 10)))];
  if (free.length === 0) return <p class="quiet">{t("forms.none_free")}</p>;
  return (
    <fieldset class="field">
      <legend>{t("forms.free")}</legend>
      <div class="free">
        {days.map((date) => (
          <div class="free-day" key={date}>
            <span class="quiet" aria-hidden="true">
              {day(date)}
            </span>
            <div class="free-times">
              {free
                .filter((at) => at.startsWith(date))
                .map((at) => (
                  <label class="pick figures" key={at}>
                    <input
                      class="unseen"
                      type="radio"
                      name={id}
                      aria-label={`${day(at)}, ${time(at)}`}
                      checked={at === start}
                      onChange={() => onChange(at)}
                    />
                    {time(at)}
                  </label>
                ))}
            </div>
          </div>
        ))}
      </div>
      {!more && (
        <Button kind="plain" onClick={() => setMore(true)}>
          {t("forms.more_times")}
        </Button>
      )}
    </fieldset>
  );
}

/** What one should know of the chosen time: it is past, nobody works then, or the member has something else. */
function Told({ start, asked }: { start: string; asked: Asked }) {
  const taken = useOverlaps(start, asked);
  const member = nameOf("member", asked.member);
  return (
    <div class="told" aria-live="polite">
      {isStart(start) && start < nowLocal() && (
        <p class="row quiet">
          <Icon name="calendar" />
          {t("forms.past")}
        </p>
      )}
      {beyondHours(start, asked) && (
        <p class="row quiet">
          <Icon name="alert" />
          {t("forms.outside", { member })}
        </p>
      )}
      {taken.length > 0 && (
        <div class="warning">
          <span class="row">
            <Icon name="alert" />
            {t("forms.overlap", { member })}
          </span>
          {taken.map((stop) => (
            <span key={stop.id}>
              {time(translated(stop.start, stop.zone || zone.value, zone.value))} · {nameOf("service", stop.service)} ·{" "}
              {entryOf(stop.client)?.name}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
