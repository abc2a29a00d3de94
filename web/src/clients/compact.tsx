import { replica } from "../../../sync/replica";
import { CardHeader } from "../card/header";
import { Overview } from "../card/overview";
import { IconButton, LinkButton } from "../kit";
import { t } from "../words";

/** The card beside the list: who, what to beware of, what is next and what is owed. *View* opens the whole of it. */
export function CompactCard({ id, onClose }: { id: string; onClose: () => void }) {
  const card = replica.card(id).value;
  if (!card) return null;
  return (
    <aside
      class="clients-compact"
      aria-label={card.client.cells.name || t("clients.nameless")}
      onKeyDown={(event) => event.key === "Escape" && !document.querySelector("dialog[open]") && onClose()}
    >
      <div class="clients-compact-head">
        <LinkButton to={`/clients/${id}`} icon="external">
          {t("clients.view")}
        </LinkButton>
        <IconButton icon="close" label={t("kit.close")} onClick={onClose} />
      </div>
      <CardHeader card={card} named />
      <Overview card={card} />
    </aside>
  );
}
