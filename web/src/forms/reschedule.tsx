import { useState } from "preact/hooks";
import type { Card } from "../../../sync/replica";
import { type Booking, serviceOf, startOf, whenOf } from "../bookings/about";
import { live, zone } from "../business";
import { Form, FormFoot, Sheet, TextField } from "../kit";
import { day, t, time } from "../words";
import { changed, update } from "./change";
import { isStart } from "./free";
import { Picks } from "./picks";
import { WhenPicker } from "./when";

/** Moves a booking to another time, length or member. */
export function Reschedule({ booking, card, onClose }: { booking: Booking; card: Card; onClose: () => void }) {
  // Free times stand on the business's clock, so a booking of another zone is moved on it too.
  const before = startOf(booking);
  const [start, setStart] = useState(before);
  const [from, setFrom] = useState(before.slice(0, 10));
  const [minutes, setMinutes] = useState(String(booking.cells.when?.minutes ?? 60));
  const [member, setMember] = useState(booking.cells.member ?? "");
  const [errors, setErrors] = useState<{ start?: string; minutes?: string }>({});
  const length = Number(minutes);

  const move = () => {
    const wrong = {
      ...(!isStart(start) && { start: t("forms.no_start") }),
      ...(!/^[1-9]\d{0,4}$/.test(minutes.trim()) && { minutes: t("forms.minutes_wrong") }),
    };
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    const { when: held } = booking.cells;
    const when = start === before && held ? { ...held, minutes: length } : { start, minutes: length, zone: zone.value };
    const cells = changed(booking, { when, member: member || null });
    void update(booking, cells, t("forms.moved", { when: `${day(start)}, ${time(start)}` }));
    onClose();
  };

  return (
    <Sheet title={t("forms.reschedule_title")} onClose={onClose}>
      <Form onSend={move}>
        <p>
          <strong>{card.client.cells.name}</strong> · {serviceOf(booking)} · {whenOf(booking)}
        </p>
        <WhenPicker
          start={start}
          from={from}
          onDay={setFrom}
          asked={{ member, service: booking.cells.service ?? "", minutes: length || 60, except: booking.id }}
          error={errors.start}
          onChange={(at) => {
            setStart(at);
            setErrors({});
          }}
        />
        <TextField
          label={t("forms.minutes")}
          inputMode="numeric"
          value={minutes}
          error={errors.minutes}
          onInput={(text) => {
            setMinutes(text);
            setErrors({});
          }}
        />
        {live("member").length > 1 && (
          <Picks
            label={t("forms.member")}
            chosen={[member]}
            onChange={([id = ""]) => setMember(id)}
            picks={live("member").map(({ id, cells }) => ({
              value: id,
              label: cells.name ?? "",
              color: cells.color ?? undefined,
            }))}
          />
        )}
        <FormFoot send={t("forms.move")} icon="calendar" onCancel={onClose} />
      </Form>
    </Sheet>
  );
}
