import { useState } from "preact/hooks";
import type { Card } from "../../../sync/replica";
import { type Booking, serviceOf, startOf, whenOf } from "../bookings/about";
import { live, zone } from "../business";
import { Button, Sheet, TextField } from "../kit";
import { day, t, time } from "../words";
import { changed, update } from "./change";
import { FormError } from "./error";
import { Picks } from "./picks";
import { isStart, WhenPicker } from "./when";

/** Moves a booking to another time, length or member. */
export function Reschedule({ booking, card, onClose }: { booking: Booking; card: Card; onClose: () => void }) {
  const [start, setStart] = useState(startOf(booking));
  const [minutes, setMinutes] = useState(String(booking.cells.when?.minutes ?? 60));
  const [member, setMember] = useState(booking.cells.member ?? "");
  const [error, setError] = useState("");
  const length = Number(minutes);

  const move = () => {
    if (!isStart(start)) return setError(t("forms.no_start"));
    if (!Number.isInteger(length) || length <= 0) return setError(t("forms.minutes_wrong"));
    const when = { start, minutes: length, zone: booking.cells.when?.zone || zone.value };
    const cells = changed(booking, { when, member: member || null });
    void update(booking, cells, t("forms.moved", { when: `${day(start)}, ${time(start)}` }));
    onClose();
  };

  return (
    <Sheet title={t("forms.reschedule_title")} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          move();
        }}
      >
        <p>
          <strong>{card.client.cells.name}</strong> · {serviceOf(booking)} · {whenOf(booking)}
        </p>
        <WhenPicker
          start={start}
          minutes={length || 60}
          member={member}
          service={booking.cells.service ?? ""}
          except={booking.id}
          onChange={(at) => {
            setStart(at);
            setError("");
          }}
        />
        <TextField label={t("forms.minutes")} inputMode="numeric" value={minutes} onInput={setMinutes} />
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
        <FormError text={error} />
        <div class="sheet-foot">
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button kind="primary" icon="calendar" type="submit">
            {t("forms.move")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
