/** The client card: /clients/<id> and its tabs. */
import "./card.css";
import type { ComponentType } from "preact";
import { type Card, replica } from "../../../sync/replica";
import { seesMoney } from "../business";
import { Empty, LinkButton, Page, Tabs, useWide } from "../kit";
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
      <CardHeader card={card} short={!wide && shown !== "overview"} />
      <Tabs label={t("card.tabs")} items={names.map((name) => ({ path: path(name), label: t(`card.tab.${name}`) }))} />
      <div class="card-tab-body" role="tabpanel" aria-label={t(`card.tab.${shown}`)}>
        <Tab card={card} key={`${id} ${shown}`} />
      </div>
    </Page>
  );
}

/** Deleted, merged into another, or a link to somebody this phone does not hold. */
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
