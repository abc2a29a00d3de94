/**
 * What the search box finds while a person types: on Clients it narrows the list, elsewhere it stands below the box, and the
 * arrow keys walk through it and Enter opens.
 */
import type { RefObject } from "preact";
import { Icon } from "../kit/icon";
import { query } from "../query";
import { go } from "../router";
import { n, t } from "../words";
import { found } from "./found";
import { ClientLine } from "./line";

/** As many results as fit over a phone's keyboard; more are on Clients. */
const SHOWN = 6;

interface Props {
  id: string;
  box: RefObject<HTMLInputElement | null>;
  /** Gets what the box's keys do here. */
  keys: { current: (event: KeyboardEvent) => void };
  /** Drawn, not only counted. */
  open: boolean;
  /** The result that the arrow keys are at; -1 before the first. */
  active: number;
  onActive: (step: (at: number) => number) => void;
}

/** The results, and how many there are for those who do not see them. */
export function Results({ id, box, keys, open, active, onActive }: Props) {
  const results = open ? found.value.slice(0, SHOWN) : [];
  const targets = [...results.map((entry) => `/clients/${entry.id}`), "/clients/new"];

  const leave = (to: string) => {
    if (to !== "/clients/new") query.value = "";
    onActive(() => -1);
    box.current?.blur();
    go(to);
  };
  keys.current = (event) => {
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      onActive((at) => Math.max(-1, Math.min(targets.length - 1, at + step)));
    } else if (event.key === "Enter") {
      const target = targets[Math.max(0, active)];
      if (open && target) leave(target);
      else if (found.value.length === 1) leave(`/clients/${found.value[0]?.id}`);
    }
  };

  return (
    <>
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
        {n("clients.found", found.value.length)}
      </span>
    </>
  );
}
