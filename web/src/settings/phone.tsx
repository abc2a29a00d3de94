import { useSignal } from "@preact/signals";
import { replica } from "../../../sync/replica.ts";
import { Button, LinkButton } from "../kit";
import { n, t } from "../words";
import { exportUnsent } from "./export";
import { SignOut } from "./signout";
import { Storage } from "./storage";
import { WaitingEdits } from "./waiting";

/** What this phone holds, what of it is not on the server yet, and the way out. */
export function ThisPhone() {
  const leaving = useSignal(false);
  const refused = replica.refused.value.length;
  const alone = replica.status.value.waiting + refused;
  return (
    <div class="settings-parts">
      <Storage />
      <WaitingEdits />
      {refused > 0 && (
        <LinkButton icon="alert" wide to="/attention">
          {n("phone.refused.count", refused)}
        </LinkButton>
      )}
      <section class="stack" aria-labelledby="phone-export">
        <h2 id="phone-export">{t("phone.export.title")}</h2>
        <p class="quiet">{t(alone ? "phone.export.body" : "phone.export.none")}</p>
        <div class="row">
          <Button icon="download" onClick={() => void exportUnsent()}>
            {t("phone.export")}
          </Button>
        </div>
      </section>
      <div class="row">
        <Button kind="danger" icon="signOut" onClick={() => (leaving.value = true)}>
          {t("phone.leave")}
        </Button>
      </div>
      {leaving.value && <SignOut onClose={() => (leaving.value = false)} />}
    </div>
  );
}
