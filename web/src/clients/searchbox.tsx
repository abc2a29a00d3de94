/**
 * The search box of every screen. It answers while typing: on Clients by narrowing the list, elsewhere with a list below
 * the box that the arrow keys walk through and Enter opens.
 */
import "./searchbox.css";
import { useId, useRef, useState } from "preact/hooks";
import { Icon } from "../kit/icon";
import { query } from "../query";
import { go, path } from "../router";
import { n, t } from "../words";
import { found } from "./found";
import { ClientLine } from "./line";

/** As many results as fit over a phone's keyboard; more are on Clients. */
const SHOWN = 6;

/** The box with its results. `/` focuses it from anywhere (the shell listens). */
export function SearchBox() {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const onList = path.value === "/clients";
  const open = focused && !onList && query.value.trim() !== "";
  const results = open ? found.value.slice(0, SHOWN) : [];
  const targets = [...results.map((entry) => `/clients/${entry.id}`), "/clients/new"];

  const leave = (to: string) => {
    if (to !== "/clients/new") query.value = "";
    setActive(-1);
    box.current?.blur();
    go(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      if (query.value) query.value = "";
      else box.current?.blur();
      setActive(-1);
    } else if (event.key === "ArrowDown" && onList) {
      event.preventDefault();
      document.querySelector<HTMLElement>("main [data-index] a")?.focus();
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((at) => Math.max(-1, Math.min(targets.length - 1, at + step)));
    } else if (event.key === "Enter" && query.value.trim()) {
      const target = targets[Math.max(0, active)];
      if (open && target) leave(target);
      else if (found.value.length === 1) leave(`/clients/${found.value[0]?.id}`);
    }
  };

  return (
    <search class="searchbox">
      <Icon name="search" />
      <input
        ref={box}
        type="search"
        aria-label={t("clients.search")}
        placeholder={t("clients.search_hint")}
        aria-controls={open ? id : undefined}
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        enterkeyhint="search"
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          setActive(-1);
          setFocused(true);
        }}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div class="searchbox-results" id={id} role="listbox" aria-label={t("clients.results")}>
          {targets.map((target, index) => {
            const entry = results[index];
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's, which keeps the focus
              // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
              <div
                key={target}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => leave(target)}
              >
                {entry ? (
                  <ClientLine entry={entry} />
                ) : (
                  <span class="searchbox-new">
                    <Icon name="newClient" /> {t("clients.new_named", { name: query.value.trim() })}
                  </span>
                )}
              </div>
            );
          })}
        </div>
      )}
      <span class="unseen" role="status">
        {query.value.trim() && focused ? n("clients.found", found.value.length) : ""}
      </span>
    </search>
  );
}
