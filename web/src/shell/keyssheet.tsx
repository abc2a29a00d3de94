import { Sheet } from "../kit";
import { t } from "../words";

const KEYS = ["/", "n", "↑ ↓", "← →", "Alt ↑ ↓ ← →", "Alt Shift ↑ ↓", "Esc", "Ctrl Z", "?"] as const;

/** Lists the keyboard's shortcuts. */
export function KeysSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t("keys.title")} onClose={onClose}>
      <dl class="keys">
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
