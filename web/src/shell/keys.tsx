import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { lazy } from "../kit/lazy";
import { undoLast } from "../kit/toast";

/** What a person types into; boxes to tick are not. On a Russian keyboard the keys n and z write т and я. */
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";

const KeysSheet = lazy((later) => later.KeysSheet);

/** The keyboard's shortcuts. They sleep while a person types or a dialog is open; *Undo* sleeps only while typing. */
export function Keys() {
  const shown = useSignal(false);
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.defaultPrevented || event.altKey || target.matches(TYPED)) return;
      if (event.ctrlKey || event.metaKey) {
        if (/^[zя]$/.test(event.key) && undoLast()) event.preventDefault();
        return;
      }
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "/") document.querySelector<HTMLElement>(".searchbox input")?.focus();
      else if (/^[nт]$/.test(event.key))
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
