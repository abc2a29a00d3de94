/** The search box of every screen. What it finds is drawn by `results.tsx`, which nobody needs before typing. */
import "./searchbox.css";
import { useId, useRef, useState } from "preact/hooks";
import { Icon } from "../kit/icon";
import { lazy } from "../kit/lazy";
import { query } from "../query";
import { path } from "../router";
import { t } from "../words";

const Results = lazy((later) => later.Results);

/** The box. `/` focuses it from anywhere (the shell listens). */
export function SearchBox() {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const keys = useRef<(event: KeyboardEvent) => void>(() => {});
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const asked = focused && query.value.trim() !== "";
  const open = asked && path.value !== "/clients";

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      if (query.value) query.value = "";
      else box.current?.blur();
      setActive(-1);
    } else if (event.key === "ArrowDown" && path.value === "/clients") {
      event.preventDefault();
      document.querySelector<HTMLElement>("main [data-index] a")?.focus();
    } else keys.current(event);
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
      {asked && <Results id={id} box={box} keys={keys} open={open} active={active} onActive={setActive} />}
    </search>
  );
}
