import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button, Form, FormFoot, Sheet, TextField } from "../kit";
import { t } from "../words";

interface Props {
  title: string;
  /** The words themselves: their label, what stands there already, and what to say when there are none. */
  label: string;
  text: string;
  empty: string;
  multiline?: boolean;
  /** Called with the words, trimmed; the sheet closes by itself. */
  onSave: (text: string) => void;
  /** Offers to delete what is being changed. */
  onDelete?: () => void;
  onClose: () => void;
  /** What else there is to say of it. */
  children: ComponentChildren;
}

/** The sheet of a thing that is mainly words: a note, a task. */
export function WrittenForm(props: Props) {
  const [text, setText] = useState(props.text);
  const [error, setError] = useState("");
  return (
    <Sheet title={props.title} onClose={props.onClose}>
      <Form
        onSend={() => {
          if (!text.trim()) return setError(props.empty);
          props.onSave(text.trim());
          props.onClose();
        }}
      >
        <TextField
          label={props.label}
          multiline={props.multiline}
          autoFocus
          value={text}
          error={error}
          onInput={(typed) => {
            setText(typed);
            setError("");
          }}
        />
        {props.children}
        <FormFoot send={t("kit.save")} onCancel={props.onClose}>
          {props.onDelete && (
            <Button
              kind="danger"
              icon="delete"
              onClick={() => {
                props.onDelete?.();
                props.onClose();
              }}
            >
              {t("clients.delete")}
            </Button>
          )}
        </FormFoot>
      </Form>
    </Sheet>
  );
}
