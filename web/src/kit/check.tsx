import "./field.css";
import type { ComponentChildren } from "preact";

/** Yes or no, with its words beside it; the whole line answers to the thumb. */
export function Check(props: { checked: boolean; onChange: (checked: boolean) => void; children: ComponentChildren }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.children}</span>
    </label>
  );
}
