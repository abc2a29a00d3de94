import type { ComponentChildren } from "preact";
import { t } from "../words";
import { Button } from "./button";
import type { IconName } from "./icon";

/** A form whose sending is our own work, and whose mistakes stand beside their fields instead of in the browser's bubbles. */
export function Form({ onSend, children }: { onSend: () => void; children: ComponentChildren }) {
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
    </form>
  );
}

interface FootProps {
  /** What sending does, in words. */
  send: string;
  icon?: IconName;
  onCancel: () => void;
  /** What else can be done, before the two. */
  children?: ComponentChildren;
}

/** The end of a form in a sheet: *Cancel*, and the button that sends it. */
export function FormFoot({ send, icon, onCancel, children }: FootProps) {
  return (
    <div class="sheet-foot">
      {children}
      <Button onClick={onCancel}>{t("kit.cancel")}</Button>
      <Button kind="primary" icon={icon} type="submit">
        {send}
      </Button>
    </div>
  );
}
