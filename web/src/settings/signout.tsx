import { replica } from "../../../sync/replica.ts";
import { Button, Sheet } from "../kit";
import { n, t } from "../words";
import { exportUnsent } from "./export";
import { leave } from "./leave";

/** Asks before this phone's copy is erased; what only it holds can be saved to a file first. */
export function SignOut({ onClose }: { onClose: () => void }) {
  const { waiting } = replica.status.value;
  const lost = waiting + replica.refused.value.length;
  return (
    <Sheet title={t("phone.leave")} onClose={onClose}>
      {lost > 0 && <p role="alert">{n("phone.leave.waiting", lost)}</p>}
      <p>{t("phone.leave.body")}</p>
      {lost > 0 && (
        <Button kind="primary" icon="download" wide onClick={() => void exportUnsent()}>
          {t("phone.export")}
        </Button>
      )}
      <div class="sheet-foot">
        <Button onClick={onClose}>{t("kit.cancel")}</Button>
        <Button
          kind="danger"
          onClick={() => {
            void leave();
            onClose();
          }}
        >
          {t("phone.leave")}
        </Button>
      </div>
    </Sheet>
  );
}
