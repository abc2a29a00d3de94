import "./icon.css";
import { h } from "preact";
import { icons } from "./icons";

export type IconName = keyof typeof icons;

/** A drawing beside words, never instead of them: it is hidden from assistive technology. `size` in px. */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 | 24 | 40 }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {icons[name].map(([tag, attributes]) => h(tag, attributes as Record<string, string>))}
    </svg>
  );
}
