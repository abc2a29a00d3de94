import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Sheet } from "../kit";
import { t } from "../words";

const KEYS = ["/", "n", "↑ ↓", "← →", "Esc", "?"] as const;

/** The keyboard's shortcuts, and the sheet that lists them. They sleep while a person types or a dialog is open. */
export function Keys() {
  const shown = useSignal(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]"))
        return;
      if (event.key === "/") document.querySelector<HTMLElement>(".searchbox input")?.focus();
      else if (event.key === "n")
        document.querySelector<HTMLElement>(".page-primary > *, .page-actions > .primary")?.click();
      else if (event.key === "?") shown.value = true;
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  if (!shown.value) return null;
  const close = () => {
    shown.value = false;
  };
  return (
    <Sheet title={t("keys.title")} onClose={close}>
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
