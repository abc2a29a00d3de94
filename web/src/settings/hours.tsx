import "./hours.css";
import { useState } from "preact/hooks";
import type { Json } from "../../../sync/tables.gen";
import { weekStart } from "../business";
import { addDays } from "../forms/localtime";
import { Button, Check, IconButton, TextField } from "../kit";
import { day, locale, t } from "../words";
import {
  another,
  faults,
  likeMonday,
  MONDAY,
  readWeek,
  storedWeek,
  type Times,
  type Week,
  weekFrom,
} from "./hoursweek";

type Stored = { [weekday: string]: Json };

interface Props {
  /** Whose hours, or which. */
  label: string;
  /** As stored; null where nobody said. */
  value: unknown;
  /** What holds where nobody said: the business's hours for a member. Then null may be saved, to follow them again. */
  usual?: unknown;
  onSave: (hours: Stored | null) => unknown;
}

/** The name of an ISO weekday as a line begins with it. */
export function weekdayName(iso: number): string {
  const name = day(addDays(MONDAY, iso - 1), "day-name");
  return name.charAt(0).toLocaleUpperCase(locale.value) + name.slice(1);
}

/**
 * Open and closed days with any number of spans each. A day is saved as soon as it is right; what is wrong stays beside
 * its field and holds up no other day.
 */
export function Hours({ label, value, usual, onSave }: Props) {
  const [drafts, setDrafts] = useState<Partial<Week>>({});
  const week = readWeek(value ?? usual);
  const put = (weekday: number, spans: Times[]) => {
    const wrong = faults(spans).some(Boolean);
    setDrafts({ ...drafts, [weekday]: wrong ? spans : undefined });
    if (!wrong) void onSave(storedWeek({ ...week, [weekday]: spans }));
  };
  const copyable = JSON.stringify(likeMonday(week)) !== JSON.stringify(week);
  return (
    <fieldset class="hours">
      <legend>
        <h2>{label}</h2>
      </legend>
      {!value && <p class="quiet">{t(usual === undefined ? "business.hours.usual" : "business.hours.as-business")}</p>}
      <ul>
        {weekFrom(weekStart()).map((weekday) => (
          <Day
            key={weekday}
            name={weekdayName(weekday)}
            spans={drafts[weekday] ?? week[weekday] ?? []}
            onChange={(spans) => put(weekday, spans)}
          />
        ))}
      </ul>
      <div class="row">
        {copyable && (
          <Button icon="copy" onClick={() => void onSave(storedWeek(likeMonday(week)))}>
            {t("business.hours.copy")}
          </Button>
        )}
        {value != null && usual !== undefined && (
          <Button onClick={() => void onSave(null)}>{t("business.hours.follow")}</Button>
        )}
      </div>
    </fieldset>
  );
}

interface DayProps {
  name: string;
  spans: readonly Times[];
  onChange: (spans: Times[]) => void;
}

function Day({ name, spans, onChange }: DayProps) {
  const wrong = faults(spans);
  const more = another(spans);
  /** Names of the second span and on bear its number. */
  const named = (key: string, index: number) =>
    t(`business.hours.${key}`, { day: index ? `${name} ${index + 1}` : name });
  const set = (index: number, times: Partial<Times>) =>
    onChange(spans.map((span, place) => (place === index ? { ...span, ...times } : span)));
  return (
    <li>
      <Check checked={spans.length > 0} onChange={(open) => onChange(open ? [{ from: "09:00", to: "18:00" }] : [])}>
        {name}
      </Check>
      {spans.length === 0 && <span class="quiet">{t("business.hours.closed")}</span>}
      {spans.length > 0 && more && (
        <IconButton icon="new" label={named("add", 0)} onClick={() => onChange([...spans, more])} />
      )}
      {spans.length > 0 && (
        <div class="hours-spans">
          {spans.map((span, index) => (
            <div class="hours-span" key={index}>
              <TextField
                bare
                label={named("from", index)}
                type="time"
                value={span.from}
                onSave={(from) => set(index, { from })}
              />
              <span aria-hidden="true">–</span>
              <TextField
                bare
                label={named("to", index)}
                type="time"
                value={span.to}
                onSave={(to) => set(index, { to })}
              />
              {spans.length > 1 && (
                <IconButton
                  icon="close"
                  label={named("remove", index)}
                  onClick={() => onChange(spans.filter((_, place) => place !== index))}
                />
              )}
              {wrong[index] && (
                <p class="field-error" role="alert">
                  {t(`business.hours.wrong.${wrong[index]}`)}
                </p>
              )}
            </div>
          ))}
        </div>
      )}
    </li>
  );
}
