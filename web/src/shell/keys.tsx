import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lazy } from "../kit/lazy";

const KeysSheet = lazy((later) => later.KeysSheet);

/** The keyboard's shortcuts. They sleep while a person types or a dialog is open. */
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

  return shown.value ? <KeysSheet onClose={() => (shown.value = false)} /> : null;
}
