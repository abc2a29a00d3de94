import { useState } from "preact/hooks";
import type { Card } from "../../../sync/replica";
import { manages } from "../business";
import { change, remove } from "../forms/change";
import { Button, Confirm, IconButton, Sheet } from "../kit";
import { go } from "../router";
import { list, n, t } from "../words";

/** What is done to a card rarely: deleting it, which can be undone, and erasing it, which cannot. */
export function CardMenu({ card }: { card: Card }) {
  const [open, setOpen] = useState<"menu" | "delete" | "erase" | null>(null);
  const name = card.client.cells.name || t("clients.nameless");
  const row = { table: "client", id: card.client.id } as const;
  const close = () => setOpen(null);
  if (card.client.hidden && !manages.value) return null;
  return (
    <>
      <IconButton icon="more" label={t("card.more")} onClick={() => setOpen("menu")} />
      {open === "menu" && (
        <Sheet title={name} onClose={close}>
          <div class="stack">
            {!card.client.hidden && (
              <>
                <Button wide kind="danger" icon="delete" onClick={() => setOpen("delete")}>
                  {t("card.delete")}
                </Button>
                <p class="quiet">{t("card.delete_hint")}</p>
              </>
            )}
            {manages.value && (
              <>
                <Button wide kind="danger" icon="alert" onClick={() => setOpen("erase")}>
                  {t("card.erase")}
                </Button>
                <p class="quiet">{t("card.erase_hint")}</p>
              </>
            )}
          </div>
        </Sheet>
      )}
      {open === "delete" && (
        <Confirm
          title={t("card.delete_title", { name })}
          body={goes(card)}
          action={t("card.delete")}
          danger
          onClose={close}
          onConfirm={() => {
            void remove([row], t("card.deleted", { name }));
            go("/clients", { replace: true });
          }}
        />
      )}
      {open === "erase" && (
        <Confirm
          title={t("card.erase_title", { name })}
          body={`${goes(card)} ${t("card.erase_body")}`}
          action={t("card.erase_action")}
          danger
          onClose={close}
          onConfirm={() => {
            void change([{ ...row, cells: { erased: true } }], t("card.erased", { name }));
            go("/clients", { replace: true });
          }}
        />
      )}
    </>
  );
}

/** What goes with the client, counted. */
function goes(card: Card): string {
  const parts = (["pets", "bookings", "notes", "tasks"] as const)
    .filter((name) => card[name].length > 0)
    .map((name) => n(`card.goes_${name}`, card[name].length));
  return parts.length > 0 ? t("card.goes", { what: list(parts) }) : t("card.goes_alone");
}
