import "./page.css";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { back, useScrollMemory } from "../router";
import { t } from "../words";
import { IconButton } from "./button";
import { useWide } from "./wide";

interface Props {
  title: string;
  /** The title is read aloud only, when the screen shows it in its own way. */
  bare?: boolean;
  /** Stands in the place of the title, which then is bare. */
  heading?: ComponentChildren;
  /** The path to go to when there is nothing to go back to; shows the back button. */
  back?: string;
  actions?: ComponentChildren;
  /** The one thing to do here: floats at the thumb on phones, stands in the head on desktops. `n` presses it. */
  primary?: ComponentChildren;
  /** Uses the whole width, as lists beside cards do. */
  full?: boolean;
  children: ComponentChildren;
}

/** A screen: its heading, its actions, and a body that scrolls and remembers where it was. */
export function Page(props: Props) {
  const body = useRef<HTMLDivElement>(null);
  useScrollMemory(body);
  useEffect(() => {
    document.title = `${props.title} · Fichero`;
  }, [props.title]);

  const wide = useWide();
  const bare = props.bare || props.heading !== undefined;
  const empty = bare && !props.heading && !props.back && !props.actions && !(wide && props.primary);
  return (
    <div class={props.full ? "page full" : "page"} ref={body} data-scroll>
      <header class={empty ? "page-head unseen" : "page-head"}>
        {props.back && <IconButton icon="back" label={t("kit.back")} onClick={() => back(props.back as string)} />}
        <h1 tabIndex={-1} class={bare ? "unseen" : undefined}>
          {props.title}
        </h1>
        {props.heading}
        {(props.actions || (wide && props.primary)) && (
          <div class="page-actions">
            {props.actions}
            {wide && props.primary}
          </div>
        )}
      </header>
      {props.children}
      {!wide && props.primary && <div class="page-primary">{props.primary}</div>}
    </div>
  );
}
