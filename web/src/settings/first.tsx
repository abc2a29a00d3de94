import { Button, Sheet } from "../kit";
import { t } from "../words";
import { BusinessBasics } from "./business";

/** The few facts that everything else of a new business is drawn with. */
export function FirstSettings({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t("first.title")} onClose={onClose}>
      <BusinessBasics short />
      <Button kind="primary" wide onClick={onClose}>
        {t("first.begin")}
      </Button>
    </Sheet>
  );
}
