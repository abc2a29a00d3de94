import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button, Sheet, toast } from "../kit";
import { t, time } from "../words";
import { ask, type NewLink } from "./api";

/** A link and its QR code for another device of `member`; good once, for ten minutes. */
export function AddDevice({ member, onClose }: { member: string; onClose: () => void }) {
  const made = useSignal<NewLink | null | undefined>(undefined);
  useEffect(() => {
    ask<NewLink>("POST", "/links", { member }).then(
      (link) => (made.value = link),
      () => (made.value = null),
    );
  }, []);
  const link = made.value;
  const share = (text: string) =>
    navigator.share
      ? navigator.share({ url: text }).catch(() => undefined)
      : navigator.clipboard.writeText(text).then(() => toast(t("devices.copied")));
  return (
    <Sheet title={t("devices.add")} onClose={onClose}>
      {link === null && <p role="alert">{t("devices.offline")}</p>}
      {link && (
        <>
          <p>{t("devices.how", { time: time(link.expires) })}</p>
          <img class="qr" alt={t("devices.qr")} src={`data:image/svg+xml,${encodeURIComponent(svg(link.qr))}`} />
          <div class="field">
            <label for="new-link">{t("signin.link")}</label>
            <input id="new-link" readOnly value={link.link} onFocus={(event) => event.currentTarget.select()} />
          </div>
          <Button kind="primary" icon="copy" wide onClick={() => void share(link.link)}>
            {t("devices.copy")}
          </Button>
        </>
      )}
    </Sheet>
  );
}

/** As a picture of its own, an SVG must say what it is. */
const svg = (text: string) =>
  text.includes("xmlns=") ? text : text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
