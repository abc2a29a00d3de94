/** Clients: all of them or those that the search and the labels leave, and on a desktop one card beside them. */
import "./list.css";
import { computed, signal } from "@preact/signals";
import type { Entry } from "../../../sync/replica";
import { replica } from "../../../sync/replica";
import { business, live } from "../business";
import { NewClient } from "../forms/client";
import { Button, Empty, Page, useWide, VirtualList } from "../kit";
import { query } from "../query";
import { back, go, path } from "../router";
import { n, t } from "../words";
import { CompactCard } from "./compact";
import { found } from "./found";
import { chosen, LabelFilter } from "./labels";
import { ClientLine } from "./line";
import { SelectionBar, selected, selecting, toggle } from "./selection";

const ROW = 72;

/** The client whose card stands beside the list. It stays while other screens are visited. */
const open = signal("");

const shown = computed<readonly Entry[]>(() => {
  // A label that was deleted elsewhere has no button that could be let go.
  const wanted = live("label").filter(({ id }) => chosen.value.has(id));
  if (wanted.length === 0) return found.value;
  return found.value.filter((entry) => wanted.every(({ id }) => entry.labels.includes(id)));
});

/** The screen of /clients, and of /clients/new with the form over it. */
export default function Clients() {
  const wide = useWide();
  const beside = wide && shown.value.some((entry) => entry.id === open.value);
  return (
    <div class="clients">
      <Page
        title={t("clients.title")}
        full
        actions={<HeadActions counted={!beside} />}
        primary={
          !selecting.value && (
            <Button kind="primary" icon="newClient" onClick={() => go("/clients/new")}>
              {t("clients.new")}
            </Button>
          )
        }
      >
        <LabelFilter />
        {shown.value.length > 0 ? <List wide={wide} /> : <Nobody />}
        {selecting.value && <SelectionBar shown={shown.value} />}
      </Page>
      {beside && <CompactCard id={open.value} onClose={() => (open.value = "")} />}
      {path.value === "/clients/new" && (
        <NewClient
          name={query.value}
          onClose={(id) => {
            if (id) {
              query.value = "";
              go(`/clients/${id}`, { replace: true });
            } else back("/clients");
          }}
        />
      )}
    </div>
  );
}

function HeadActions({ counted }: { counted: boolean }) {
  if (replica.directory.value.length === 0) return null;
  if (selecting.value) return <Button onClick={() => (selecting.value = false)}>{t("kit.cancel")}</Button>;
  return (
    <>
      {counted && <span class="quiet figures clients-count">{n("clients.count", shown.value.length)}</span>}
      <Button kind="plain" onClick={() => (selecting.value = true)}>
        {t("clients.select")}
      </Button>
    </>
  );
}

function List({ wide }: { wide: boolean }) {
  return (
    <div class="clients-list">
      <VirtualList
        items={shown.value}
        height={ROW}
        label={t("clients.title")}
        row={(entry) => <Line entry={entry} wide={wide} />}
      />
    </div>
  );
}

function Line({ entry, wide }: { entry: Entry; wide: boolean }) {
  const here = wide && open.value === entry.id;
  if (selecting.value) {
    return (
      <label class="clients-row">
        <input type="checkbox" checked={selected.value.has(entry.id)} onChange={() => toggle(entry.id)} />
        <ClientLine entry={entry} />
      </label>
    );
  }
  return (
    <a
      class="clients-row"
      href={`/clients/${entry.id}`}
      aria-current={here ? "true" : undefined}
      onFocus={() => {
        if (wide && open.value) open.value = entry.id;
      }}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        if (wide) open.value = entry.id;
        else go(`/clients/${entry.id}`);
      }}
    >
      <ClientLine entry={entry} />
    </a>
  );
}

/** What to do first where there is nobody, or nobody left. */
function Nobody() {
  // Before the first sync nobody knows whether there is anybody.
  if (!business.value) return null;
  if (replica.directory.value.length === 0) {
    return <Empty icon="clients" title={t("clients.none")} body={t("clients.none_more")} />;
  }
  return (
    <Empty
      icon="search"
      title={t("clients.not_found")}
      body={query.value ? t("clients.not_found_more", { query: query.value }) : t("clients.not_found_labels")}
      action={
        <Button
          onClick={() => {
            query.value = "";
            chosen.value = new Set();
          }}
        >
          {t("clients.show_all")}
        </Button>
      }
    />
  );
}
