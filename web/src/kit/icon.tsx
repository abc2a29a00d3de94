import "./icon.css";
import { h } from "preact";
import { icons } from "./icons";

export type IconName = keyof typeof icons | keyof typeof import("./moreicons").moreIcons;
type Drawing = (typeof icons)[keyof typeof icons];

const drawings: Partial<Record<IconName, Drawing>> = { ...icons };

/** Adds the icons that came later. */
export const addIcons = (more: Partial<Record<IconName, Drawing>>): void => void Object.assign(drawings, more);

/** A drawing beside words, never instead of them: it is hidden from assistive technology. `size` in px. */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 | 24 | 40 }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {drawings[name]?.map(([tag, attributes]) => h(tag, attributes as Record<string, string>))}
    </svg>
  );
}
