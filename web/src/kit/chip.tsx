import "./chip.css";
import type { ComponentChildren } from "preact";

/** A short fact about something. `color` (any CSS colour, a service's or label's own) shows as a dot; `tone` is a meaning of ours. */
export function Chip(props: {
  color?: string;
  tone?: "amber" | "red" | "green" | "accent";
  children: ComponentChildren;
}) {
  return (
    <span class={`chip ${props.tone ?? ""}`}>
      {props.color && <span class="dot" style={{ background: props.color }} />}
      {props.children}
    </span>
  );
}
