import { useSignal } from "@preact/signals";
import type { Entry, Stop } from "../../../sync/replica.ts";
import { business } from "../business";
import { smsLink, whatsappLink } from "../card/reach";
import { LinkButton, Sheet, TextField } from "../kit";
import { t, time } from "../words";

/** A message ready to send, in the phone's own app; it goes when the person sends it there. */
export function OnMyWay({ stop, entry, onClose }: { stop: Stop; entry: Entry; onClose: () => void }) {
  const prepared = t("today.way.text", {
    name: entry.name.split(" ")[0] ?? entry.name,
    time: time(stop.start),
    business: business.value?.cells.name ?? "",
  });
  const text = useSignal(prepared);
  return (
    <Sheet title={t("today.way")} onClose={onClose}>
      <TextField multiline label={t("today.way.message")} value={prepared} onInput={(typed) => (text.value = typed)} />
      {entry.phones.map((phone) => (
        <div class="stop-send" key={phone}>
          <LinkButton wide kind="primary" icon="message" href={whatsappLink(phone, text.value)} onClick={onClose}>
            WhatsApp · {phone}
          </LinkButton>
          <LinkButton wide icon="device" href={smsLink(phone, text.value)} onClick={onClose}>
            SMS · {phone}
          </LinkButton>
        </div>
      ))}
    </Sheet>
  );
}
