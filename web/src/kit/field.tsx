import "./field.css";
import type { Ref } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import * as draft from "./draft";

interface Props {
  label: string;
  value: string;
  /** Called with the changed text when the field is left, and on Enter; gives false when it could not be kept. */
  onSave?: (value: string) => unknown;
  /** Called at each keystroke, for forms that look at the text while it is typed. */
  onInput?: (value: string) => void;
  type?: "text" | "email" | "tel" | "url" | "date" | "time" | "number" | "search" | "datetime-local";
  inputMode?: "text" | "decimal" | "numeric" | "tel" | "email" | "url" | "search";
  autoComplete?: string;
  multiline?: boolean;
  required?: boolean;
  readOnly?: boolean;
  /** The label is read aloud only. */
  bare?: boolean;
  error?: string;
  hint?: string;
  /** Takes the focus when it appears, as the first field of a sheet. */
  autoFocus?: boolean;
  maxLength?: number;
}

/**
 * A labelled field that saves by itself. What arrives from another device is shown at once, unless the person is typing
 * here: then their text stays until they leave.
 */
export function TextField(props: Props) {
  const id = useId();
  const box = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  // What stood here before anybody typed. A browser leaves out what its kind of input cannot show, and nobody did that.
  const drawn = useRef<string | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    if (document.activeElement !== element) element.value = props.value;
    if (document.activeElement !== element || element.value === props.value) drawn.current = element.value;
    grow(element);
  }, [props.value]);
  useEffect(() => {
    if (props.autoFocus) box.current?.focus();
  }, []);

  const held = useRef(props.value);
  held.current = props.value;
  const handed = useRef<string | null>(null);
  const save = async (element = box.current) => {
    const text = element?.value ?? "";
    const same = text === props.value || text === drawn.current;
    if (same && !props.error) {
      if (element) element.value = props.value;
      return;
    }
    handed.current = text;
    // Right again as it was: what was wrong must be taken back.
    const kept = await props.onSave?.(same ? props.value : text);
    draft.drop();
    // Typed again, what stood here before is an edit like any other.
    if (kept && drawn.current !== text) drawn.current = null;
    // A text that is nowhere must not look as if it were.
    if (kept === false && box.current) box.current.value = held.current;
  };
  const latest = useRef(save);
  latest.current = save;
  // *Back* takes the field away and a phone may end the app behind another, both without the field being left.
  useEffect(() => {
    const element = box.current;
    const text = props.onSave && draft.take(props.label, props.value);
    if (element && text !== undefined) {
      element.value = text;
      void latest.current(element);
    }
    const taken = () => {
      if (!element || element.value === handed.current) return;
      // A page that is loaded anew does not wait until a text is stored.
      if (document.hidden && props.onSave && element.value !== held.current)
        draft.keep(props.label, held.current, element.value);
      void latest.current(element);
    };
    const hide = () => document.hidden && taken();
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      taken();
    };
  }, []);
  const shared = {
    id,
    defaultValue: props.value,
    readOnly: props.readOnly,
    required: props.required,
    maxLength: props.maxLength ?? 10_000,
    "aria-invalid": props.error ? true : undefined,
    "aria-describedby": props.error || props.hint ? `${id}-more` : undefined,
    onBlur: () => void save(),
    onInput: (event: Event) => {
      const element = event.currentTarget as HTMLInputElement;
      grow(element);
      props.onInput?.(element.value);
    },
  };
  return (
    <div class={props.error ? "field wrong" : "field"}>
      <label for={id} class={props.bare ? "unseen" : undefined}>
        {props.label}
      </label>
      {props.multiline ? (
        <textarea {...shared} ref={box as Ref<HTMLTextAreaElement>} rows={3} />
      ) : (
        <input
          {...shared}
          ref={box as Ref<HTMLInputElement>}
          type={(props.type ?? "text") as "text"}
          inputMode={props.inputMode}
          autoComplete={props.autoComplete ?? "off"}
          onKeyDown={(event) => event.key === "Enter" && void save()}
        />
      )}
      {(props.error || props.hint) && (
        <p id={`${id}-more`} class={props.error ? "field-error" : "field-hint"}>
          {props.error || props.hint}
        </p>
      )}
    </div>
  );
}

/** A multiline field is as tall as its text, up to half the screen. */
function grow(element: HTMLElement): void {
  if (!(element instanceof HTMLTextAreaElement)) return;
  element.style.height = "auto";
  element.style.height = `${Math.min(element.scrollHeight + 2, innerHeight / 2)}px`;
}
