import "./toast.css";
import { signal } from "@preact/signals";
import { t } from "../words";
import { Button } from "./button";

interface Toast {
  id: number;
  text: string;
  undo?: () => void;
  /** Ends it. */
  timer: number;
}

/** How long an act can be taken back from its toast, in ms. */
const SHOWN = 10_000;
const toasts = signal<Toast[]>([]);
let last = 0;

const close = (id: number) => {
  toasts.value = toasts.value.filter((each) => each.id !== id);
};

const closing = (id: number) => window.setTimeout(close, SHOWN, id);

/** Says what was done, for ten seconds, with *Undo* when it can be taken back. Only the newest is in sight. */
export function toast(text: string, { undo }: { undo?: () => void } = {}): void {
  const id = ++last;
  toasts.value = [...toasts.value, { id, text, undo, timer: closing(id) }];
}

/** Takes back the act in sight; the one before it then comes to light, with its ten seconds. False without any. */
export function undoLast(): boolean {
  const act = toasts.value.at(-1);
  if (!act?.undo) return false;
  close(act.id);
  const before = toasts.value.at(-1);
  if (before) {
    clearTimeout(before.timer);
    before.timer = closing(before.id);
  }
  act.undo();
  return true;
}

/** Ids of the open sheets, the topmost last. What lies under a sheet cannot be reached, so toasts appear in it. */
export const sheets = signal<string[]>([]);

/** Where toasts appear: the shell has one, and each sheet, by its id. */
export function Toasts({ sheet }: { sheet?: string }) {
  const act = sheets.value.at(-1) === sheet ? toasts.value.at(-1) : undefined;
  return (
    <div class="toasts" role="log" aria-label={t("kit.done")}>
      {act && (
        <div class="toast" key={act.id}>
          <span>{act.text}</span>
          {act.undo && (
            <Button kind="plain" onClick={undoLast}>
              {t("kit.undo")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
