import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { replica } from "../../../sync/replica.ts";
import { business, nameOf } from "../business";
import { mailLink, whatsappLink } from "../card/reach";
import { Button, LinkButton, Sheet, toast } from "../kit";
import { t, time } from "../words";
import { ask, type NewLink, Unanswered } from "./api";

interface Props {
  member: string;
  /** Where the link may be mailed to. */
  email?: string | null;
  onClose: () => void;
}

/** A link and its QR code that sign another device in for `member`, oneself or somebody else; good once, for ten minutes. */
export function AddDevice({ member, email, onClose }: Props) {
  const made = useSignal<NewLink | string | undefined>(undefined);
  useEffect(() => {
    ask<NewLink>("POST", "/links", { member }).then(
      (link) => (made.value = link),
      (error) =>
        (made.value = error instanceof Unanswered && error.code === "unknown" ? "team.not-yet" : "devices.offline"),
    );
  }, []);
  const link = made.value;
  const other = member !== replica.me.value?.member;
  const name = nameOf("member", member);
  const words = (url: string) => t("team.invite.text", { name, business: business.value?.cells.name ?? "", link: url });
  const copy = (url: string) => navigator.clipboard.writeText(url).then(() => toast(t("devices.copied")));
  const share = (url: string) =>
    navigator.share ? navigator.share(other ? { text: words(url) } : { url }).catch(() => undefined) : copy(url);
  return (
    <Sheet title={other ? t("team.invite.title", { name }) : t("devices.add")} onClose={onClose}>
      {typeof link === "string" && <p role="alert">{t(link)}</p>}
      {typeof link === "object" && (
        <>
          <p>{t(other ? "team.invite.how" : "devices.how", { name, time: time(link.expires) })}</p>
          <img class="qr" alt={t("devices.qr")} src={`data:image/svg+xml,${encodeURIComponent(svg(link.qr))}`} />
          <div class="field">
            <label for="new-link">{t("signin.link")}</label>
            <input id="new-link" readOnly value={link.link} onFocus={(event) => event.currentTarget.select()} />
          </div>
          <Button kind="primary" icon="copy" wide onClick={() => void share(link.link)}>
            {t("devices.copy")}
          </Button>
          {other && (
            <div class="row">
              <LinkButton icon="message" href={whatsappLink("", words(link.link))}>
                WhatsApp
              </LinkButton>
              <LinkButton
                icon="mail"
                href={`${mailLink(email ?? "")}?subject=${encodeURIComponent(t("team.invite.subject"))}&body=${encodeURIComponent(words(link.link))}`}
              >
                {t("team.email")}
              </LinkButton>
              <Button icon="copy" onClick={() => void copy(link.link)}>
                {t("team.copy")}
              </Button>
            </div>
          )}
        </>
      )}
    </Sheet>
  );
}

/** As a picture of its own, an SVG must say what it is. */
const svg = (text: string) =>
  text.includes("xmlns=") ? text : text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
