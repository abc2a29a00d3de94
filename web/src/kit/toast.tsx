import "./toast.css";
import { signal } from "@preact/signals";
import { t } from "../words";
import { Button } from "./button";

interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

/** How long an act can be taken back from its toast, in ms. */
const SHOWN = 10_000;
const toasts = signal<Toast[]>([]);
let last = 0;

const close = (id: number) => {
  toasts.value = toasts.value.filter((each) => each.id !== id);
};

/** Says what was done, for ten seconds, with *Undo* when it can be taken back. The newest three stay. */
export function toast(text: string, { undo }: { undo?: () => void } = {}): void {
  const id = ++last;
  toasts.value = [...toasts.value, { id, text, undo }].slice(-3);
  setTimeout(close, SHOWN, id);
}

/** Ids of the open sheets, the topmost last. What lies under a sheet cannot be reached, so toasts appear in it. */
export const sheets = signal<string[]>([]);

/** Where toasts appear: the shell has one, and each sheet, by its id, which has room for the newest only. */
export function Toasts({ sheet }: { sheet?: string }) {
  const shown = sheets.value.at(-1) === sheet ? toasts.value.slice(sheet ? -1 : 0) : [];
  return (
    <div class="toasts" role="log" aria-label={t("kit.done")}>
      {shown.map(({ id, text, undo }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {undo && (
            <Button
              kind="plain"
              onClick={() => {
                close(id);
                undo();
              }}
            >
              {t("kit.undo")}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
