import { useSignal } from "@preact/signals";
import type { Card, Entry, Stop } from "../../../sync/replica.ts";
import { business, nowLocal, zone } from "../business";
import { smsLink, whatsappLink } from "../card/reach";
import { later } from "../forms/localtime";
import { Choice, LinkButton, Sheet, TextField } from "../kit";
import { language, t, time } from "../words";
import type { Language } from "../words/languages";
import { tell } from "./focus";
import { tongueOf } from "./tongue";

/** Minutes from now after which one may say to arrive; 0 is the time that was agreed on. */
const ARRIVALS = ["0", "10", "20", "30"] as const;

/**
 * A message ready to send, in the client's own language and the phone's own app; it goes when the person sends it there.
 * It says the agreed time, or one from now when that has passed.
 */
export function OnMyWay({ stop, entry, card, onClose }: { stop: Stop; entry: Entry; card: Card; onClose: () => void }) {
  const now = nowLocal();
  const minutes = useSignal<(typeof ARRIVALS)[number]>(stop.start >= now ? "0" : "10");
  const at = (after: string) => (after === "0" ? stop.start : later(now, Number(after), zone.value));
  const tongue = tongueOf(card.client.cells.language, language.value);
  const prepare = (after: string) =>
    t(`today.way.text.${tongue}`, {
      name: entry.name.split(" ")[0] ?? entry.name,
      time: timeIn(tongue, at(after)),
      business: business.value?.cells.name ?? "",
    }).trim();
  const text = useSignal(prepare(minutes.value));
  const sent = () => {
    tell(stop.id);
    onClose();
  };
  return (
    <Sheet title={t("today.way")} onClose={onClose}>
      <Choice
        segments
        label={t("today.way.arrive")}
        value={minutes.value}
        options={ARRIVALS.map((value) => ({
          value,
          label: value === "0" ? time(stop.start) : t("today.way.in", { n: value }),
        }))}
        onChange={(value) => {
          minutes.value = value;
          text.value = prepare(value);
        }}
      />
      <TextField
        key={minutes.value}
        multiline
        label={t("today.way.message")}
        value={text.value}
        onInput={(typed) => (text.value = typed)}
      />
      {entry.phones.map((phone) => (
        <div class="stop-send" key={phone}>
          <LinkButton wide kind="primary" icon="message" href={whatsappLink(phone, text.value)} onClick={sent}>
            WhatsApp · {phone}
          </LinkButton>
          <LinkButton wide icon="device" href={smsLink(phone, text.value)} onClick={sent}>
            SMS · {phone}
          </LinkButton>
        </div>
      ))}
    </Sheet>
  );
}

/** A local time as the client reads it; in the app's own language as the rest of the app writes it. */
function timeIn(tongue: Language, local: string): string {
  if (tongue === language.value) return time(local);
  return new Date(`${local}Z`).toLocaleTimeString(tongue, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
}
