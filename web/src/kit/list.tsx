import "./list.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

interface Props<T> {
  items: readonly T[];
  /** Of every row, in px where text has its usual size. */
  height: number;
  row: (item: T, index: number) => ComponentChildren;
  /** What a row is known by while others come and go; its `id` when it has one, else its place. */
  keyOf?: (item: T) => string;
  label?: string;
}

/** Rows drawn beyond either end of what is seen, so that a flick shows no holes. */
const SPARE = 6;

/**
 * A list of any length: only the rows in sight exist. It scrolls with the page that holds it, whose place is remembered.
 * The up and down arrows move the focus from row to row.
 */
export function VirtualList<T>({ items, height: plain, row, keyOf, label }: Props<T>) {
  const height = useMemo(() => plain * textScale(), [plain]);
  const box = useRef<HTMLUListElement>(null);
  const [seen, setSeen] = useState({ from: 0, to: Math.ceil(innerHeight / height) });

  useLayoutEffect(() => {
    const list = box.current as HTMLUListElement;
    const pane = list.closest<HTMLElement>("[data-scroll]") ?? document.documentElement;
    const look = () => {
      const above = pane.getBoundingClientRect().top - list.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(above / height));
      const to = Math.ceil((above + pane.clientHeight) / height);
      setSeen((old) => (old.from === from && old.to === to ? old : { from, to }));
    };
    look();
    const size = new ResizeObserver(look);
    size.observe(pane);
    pane.addEventListener("scroll", look, { passive: true });
    return () => {
      size.disconnect();
      pane.removeEventListener("scroll", look);
    };
  }, [height, items.length]);

  const first = Math.max(0, Math.min(seen.from - SPARE, items.length));
  const drawn = items.slice(first, Math.max(first, seen.to + SPARE));
  return (
    <ul
      class="list"
      aria-label={label}
      ref={box}
      style={{ height: `${items.length * height}px` }}
      onKeyDown={(event) => moveFocus(event, height)}
    >
      {drawn.map((item, offset) => {
        const index = first + offset;
        const key = keyOf?.(item) ?? (item as { id?: string }).id ?? index;
        return (
          <li
            class="list-row"
            key={key}
            data-index={index}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            style={{ top: `${index * height}px`, height: `${height}px` }}
          >
            {row(item, index)}
          </li>
        );
      })}
    </ul>
  );
}

/** How much larger than usual the person wants to read: rows grow with their text. */
const textScale = () => Math.max(1, Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);

const ACTIVE = "a[href], button, input, [tabindex]";

function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }, height: number): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = (event.target as Element).closest<HTMLElement>(".list-row");
  if (!step || !row || (event.target as Element).matches("textarea, select")) return;
  const next = event.currentTarget.querySelector<HTMLElement>(`[data-index="${Number(row.dataset.index) + step}"]`);
  if (!next) return;
  event.preventDefault();
  next.querySelector<HTMLElement>(ACTIVE)?.focus({ preventScroll: true });
  const pane = next.closest<HTMLElement>("[data-scroll]");
  const beyond = next.getBoundingClientRect();
  const frame = pane?.getBoundingClientRect();
  if (pane && frame && (beyond.top < frame.top || beyond.bottom > frame.bottom)) pane.scrollTop += step * height;
}
