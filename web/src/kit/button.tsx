import "./button.css";
import type { ComponentChildren } from "preact";
import { Link } from "../router";
import { Icon, type IconName } from "./icon";

interface Shared {
  kind?: "primary" | "quiet" | "danger" | "plain";
  icon?: IconName;
  /** As wide as what holds it. */
  wide?: boolean;
  children?: ComponentChildren;
}

const classes = ({ kind = "quiet", wide }: Shared) => `button ${kind}${wide ? " wide" : ""}`;

/** The one way to act. `primary` once per screen; `danger` for what takes something away; `plain` is as quiet as text. */
export function Button(
  props: Shared & {
    onClick?: (event: MouseEvent) => void;
    type?: "button" | "submit";
    disabled?: boolean;
    /** The accessible name, when the words on it are not enough. */
    label?: string;
    pressed?: boolean;
  },
) {
  return (
    <button
      class={classes(props)}
      type={props.type ?? "button"}
      disabled={props.disabled}
      aria-label={props.label}
      aria-pressed={props.pressed}
      onClick={props.onClick}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </button>
  );
}

/** Looks like a button, is a link: to a screen (`to`) or out of the app (`href`: tel:, a map, WhatsApp). */
export function LinkButton(props: Shared & { to?: string; href?: string; label?: string; onClick?: () => void }) {
  const inside = (
    <>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </>
  );
  if (props.to !== undefined) {
    return (
      <Link to={props.to} class={classes(props)} label={props.label} onClick={props.onClick}>
        {inside}
      </Link>
    );
  }
  const out = props.href?.startsWith("http");
  return (
    <a
      class={classes(props)}
      href={props.href}
      aria-label={props.label}
      target={out ? "_blank" : undefined}
      rel={out ? "noopener noreferrer" : undefined}
      onClick={props.onClick}
    >
      {inside}
    </a>
  );
}

/** A button that is only a drawing; `label` is its name. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  onClick?: (event: MouseEvent) => void;
  pressed?: boolean;
}) {
  return (
    <button
      class="icon-button"
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={24} />
    </button>
  );
}
