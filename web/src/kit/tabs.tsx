import "./tabs.css";
import { useLayoutEffect, useRef } from "preact/hooks";
import { go, path } from "../router";

/**
 * Tabs that are links with real paths. Arrows, Home and End move between them; only the open one is in the tab order.
 * A change of tab replaces the history entry, so that *back* leaves the card and not its tabs.
 */
export function Tabs({ items, label }: { items: { path: string; label: string }[]; label?: string }) {
  const bar = useRef<HTMLDivElement>(null);
  const open = items.some((item) => item.path === path.value) ? path.value : items[0]?.path;

  useLayoutEffect(() => {
    bar.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [open]);

  const move = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.path === open);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const item = to === undefined ? undefined : items[(to + items.length) % items.length];
    if (!item) return;
    event.preventDefault();
    go(item.path, { replace: true });
    bar.current?.querySelectorAll("a")[items.indexOf(item)]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={bar} onKeyDown={move}>
      {items.map((item) => (
        <a
          key={item.path}
          href={item.path}
          role="tab"
          aria-selected={item.path === open}
          tabIndex={item.path === open ? 0 : -1}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go(item.path, { replace: true });
          }}
        >
          {item.label}
        </a>
      ))}
    </div>
  );
}
