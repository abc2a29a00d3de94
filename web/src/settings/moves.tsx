import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../kit";
import { t } from "../words";

interface Props {
  /** What is moved. */
  name: string;
  first: boolean;
  last: boolean;
  onMove: (step: -1 | 1) => void;
}

/** Up and down in a list. The focus goes along, so that one key press after another carries something all the way. */
export function Moves({ name, first, last, onMove }: Props) {
  const box = useRef<HTMLSpanElement>(null);
  const moved = useRef<-1 | 1 | 0>(0);
  useLayoutEffect(() => {
    if (!moved.current) return;
    const [up, down] = box.current?.querySelectorAll("button") ?? [];
    const [pressed, other] = moved.current < 0 ? [up, down] : [down, up];
    (pressed?.disabled ? other : pressed)?.focus();
    moved.current = 0;
  });
  const button = (step: -1 | 1, disabled: boolean) => (
    <button
      class="icon-button"
      type="button"
      disabled={disabled}
      aria-label={t(step < 0 ? "business.up" : "business.down", { name })}
      onClick={() => {
        moved.current = step;
        onMove(step);
      }}
    >
      <Icon name={step < 0 ? "up" : "down"} />
    </button>
  );
  return (
    <span class="moves" ref={box}>
      {button(-1, first)}
      {button(1, last)}
    </span>
  );
}
