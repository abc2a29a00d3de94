/** Choosing clients by checkbox, to delete one or many at once. */
import { effect, signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { type Entry, replica } from "../../../sync/replica";
import { remove } from "../forms/change";
import { Button, Confirm } from "../kit";
import { path } from "../router";
import { list, n, t } from "../words";

/** True while the list shows checkboxes. */
export const selecting = signal(false);

/** Ids of the clients that are ticked. */
export const selected = signal<ReadonlySet<string>>(new Set());

/** Names in a confirmation before the rest is only counted. */
const NAMED = 5;

// What is ticked is forgotten with the screen: nobody deletes what they no longer see.
effect(() => {
  if (!selecting.value || !path.value.startsWith("/clients")) {
    selecting.value = false;
    selected.value = new Set();
  }
});

/** Ticks a client or takes the tick away. */
export function toggle(id: string): void {
  const next = new Set(selected.value);
  if (!next.delete(id)) next.add(id);
  selected.value = next;
}

/** What can be done with the ticked clients; stands where *New client* stands otherwise. */
export function SelectionBar({ shown }: { shown: readonly Entry[] }) {
  const [asking, setAsking] = useState(false);
  const ticked = replica.directory.value.filter((entry) => selected.value.has(entry.id));
  const all = shown.length > 0 && shown.every((entry) => selected.value.has(entry.id));
  return (
    <div class="selection" role="toolbar" aria-label={t("clients.selection")}>
      <span class="figures" role="status">
        {n("clients.selected", ticked.length)}
      </span>
      <Button kind="plain" onClick={() => (selected.value = new Set(all ? [] : shown.map((entry) => entry.id)))}>
        {all ? t("clients.select_none") : t("clients.select_all")}
      </Button>
      <Button kind="danger" disabled={ticked.length === 0} onClick={() => setAsking(true)}>
        {t("clients.delete")}
      </Button>
      {asking && (
        <Confirm
          title={n("clients.delete_title", ticked.length)}
          body={`${named(ticked)} ${t("clients.delete_body")}`}
          action={t("clients.delete")}
          danger
          onClose={() => setAsking(false)}
          onConfirm={() => {
            const rows = ticked.map(({ id }) => ({ table: "client", id }) as const);
            void remove(rows, n("clients.deleted", ticked.length));
            selecting.value = false;
          }}
        />
      )}
    </div>
  );
}

function named(clients: readonly Entry[]): string {
  const names = clients.slice(0, NAMED).map((entry) => entry.name || t("clients.nameless"));
  const rest = clients.length - names.length;
  return `${list(rest > 0 ? [...names, n("clients.more", rest)] : names)}.`;
}
