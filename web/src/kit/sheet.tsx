import "./sheet.css";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { overlay } from "../router";
import { t } from "../words";
import { IconButton } from "./button";
import { sheets, Toasts } from "./toast";

/**
 * A dialog: from the bottom on phones, in the middle on desktops. Esc, the close button, *back* and a tap outside call
 * `onClose`. One that has a path of its own (`screen`) is left by *back* as any screen.
 */
export function Sheet({
  title,
  screen,
  onClose,
  children,
}: {
  title: string;
  screen?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const closing = useRef(onClose);
  closing.current = onClose;

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    sheets.value = [...sheets.value, id];
    const closed = screen ? undefined : overlay(() => closing.current());
    return () => {
      closed?.();
      sheets.value = sheets.value.filter((each) => each !== id);
      // Closing before it leaves the page gives the focus back to what opened it.
      element?.close();
    };
  }, []);

  return (
    <dialog
      class="sheet"
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div class="sheet-body">
        <header class="sheet-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={t("kit.close")} onClick={onClose} />
        </header>
        {children}
      </div>
      <Toasts sheet={id} />
    </dialog>
  );
}
