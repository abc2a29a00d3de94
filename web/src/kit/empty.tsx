import "./empty.css";
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

/** What to do first, where there is nothing yet. `action` is a Button or LinkButton. */
export function Empty(props: { icon: IconName; title: string; body?: string; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={props.icon} size={40} />
      <h2>{props.title}</h2>
      {props.body && <p>{props.body}</p>}
      {props.action}
    </div>
  );
}
