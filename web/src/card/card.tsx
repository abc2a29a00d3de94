/** The client card: /clients/<id> and its tabs. */
import "./card.css";
import type { ComponentType } from "preact";
import { type Card, type Row, replica } from "../../../sync/replica";
import { seesMoney } from "../business";
import { update } from "../forms/change";
import { Button, Empty, Icon, LinkButton, Page, Tabs, useWide } from "../kit";
import { t } from "../words";
import { BookingsTab } from "./bookings";
import { CardHeader, CardTitle } from "./header";
import { InfoTab } from "./info";
import { CardMenu } from "./menu";
import { NotesTab } from "./notes";
import { Overview } from "./overview";
import { PaymentsTab } from "./payments";
import { TasksTab } from "./tasks";

const TABS: Record<string, ComponentType<{ card: Card }>> = {
  overview: Overview,
  info: InfoTab,
  bookings: BookingsTab,
  payments: PaymentsTab,
  notes: NotesTab,
  tasks: TasksTab,
};

/** The screen of a client. While the card is read from the phone nothing is drawn: it takes less than a blink. */
export default function CardScreen({ id, tab = "overview" }: { id: string; tab?: string }) {
  const card = replica.card(id).value;
  const wide = useWide();
  if (card === undefined) return <Page title={t("card.title")} heading={null} children={null} />;
  if (card === null) return <Gone />;
  const names = Object.keys(TABS).filter((name) => name !== "payments" || seesMoney.value);
  const shown = names.includes(tab) ? tab : "overview";
  const Tab = TABS[shown] as ComponentType<{ card: Card }>;
  const path = (name: string) => (name === "overview" ? `/clients/${id}` : `/clients/${id}/${name}`);
  return (
    <Page
      title={card.client.cells.name || t("clients.nameless")}
      heading={<CardTitle card={card} />}
      back="/clients"
      actions={<CardMenu card={card} />}
    >
      {card.client.hidden && <Deleted client={card.client} />}
      <CardHeader card={card} short={!wide && shown !== "overview"} />
      <Tabs label={t("card.tabs")} items={names.map((name) => ({ path: path(name), label: t(`card.tab.${name}`) }))} />
      <div class="card-tab-body" role="tabpanel" aria-label={t(`card.tab.${shown}`)}>
        <Tab card={card} key={`${id} ${shown}`} />
      </div>
    </Page>
  );
}

/** A deleted card says so and can be brought back; everything on it shows as it was. */
function Deleted({ client }: { client: Row<"client"> }) {
  const name = client.cells.name || t("clients.nameless");
  return (
    <section class="paper card-deleted" role="status">
      <Icon name="delete" />
      <strong>{t("card.deleted", { name })}</strong>
      <Button onClick={() => void update(client, { deleted: null }, t("card.saved", { field: name }))}>
        {t("attention.bring-back")}
      </Button>
    </section>
  );
}

/** Erased, merged into another, or a link to somebody this phone does not hold. */
function Gone() {
  return (
    <Page title={t("card.title")} heading={null} back="/clients">
      <Empty
        icon="client"
        title={t("card.gone")}
        body={t("card.gone_more")}
        action={<LinkButton to="/clients">{t("card.to_clients")}</LinkButton>}
      />
    </Page>
  );
}
