import { t } from "../words";
import { Button } from "./button";
import { Sheet } from "./sheet";

interface Props {
  title: string;
  /** What goes, by name, and whether it can come back. */
  body: string;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what an undo cannot mend. `onClose` is called either way. */
export function Confirm({ title, body, action, danger, onConfirm, onClose }: Props) {
  return (
    <Sheet title={title} onClose={onClose}>
      <p>{body}</p>
      <div class="sheet-foot">
        <Button onClick={onClose}>{t("kit.cancel")}</Button>
        <Button
          kind={danger ? "danger" : "primary"}
          onClick={() => {
            onConfirm();
            onClose();
          }}
        >
          {action}
        </Button>
      </div>
    </Sheet>
  );
}
