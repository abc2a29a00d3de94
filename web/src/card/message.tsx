import type { Row } from "../../../sync/replica";
import type { Contact } from "../../../sync/tables.gen";
import { LinkButton, Sheet } from "../kit";
import { t } from "../words";
import { entries } from "./entries";
import { mailLink, smsLink, whatsappLink } from "./reach";

/** Every way to write to a client: WhatsApp and SMS for each phone, mail for each address. */
export function MessageSheet({ client, onClose }: { client: Row<"client">; onClose: () => void }) {
  const values = (collection: string) =>
    entries<Contact>(client.cells, collection).flatMap(({ value }) => (value.value ? [value.value] : []));
  return (
    <Sheet title={t("card.message_to", { name: client.cells.name ?? "" })} onClose={onClose}>
      <div class="stack">
        {values("phones").map((phone) => (
          <div class="stack" key={phone}>
            <LinkButton wide icon="message" href={whatsappLink(phone)} onClick={onClose}>
              WhatsApp · {phone}
            </LinkButton>
            <LinkButton wide icon="device" href={smsLink(phone)} onClick={onClose}>
              SMS · {phone}
            </LinkButton>
          </div>
        ))}
        {values("emails").map((email) => (
          <LinkButton wide icon="mail" key={email} href={mailLink(email)} onClick={onClose}>
            {email}
          </LinkButton>
        ))}
      </div>
    </Sheet>
  );
}
