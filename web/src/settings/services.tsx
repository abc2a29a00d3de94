import type { Row } from "../../../sync/replica.ts";
import { byName, live } from "../business";
import { Empty } from "../kit";
import { duration, list, money, n, t } from "../words";
import { Add, Catalogue, type Entry } from "./catalogue";
import { addService } from "./newservice";
import { Service } from "./service";

/** What can be booked: those on offer, those archived, and one of them when its `id` is given. */
export function Services({ id }: { id?: string }) {
  if (id) return <Service id={id} />;
  const all = byName("service");
  const offered = all.filter(({ cells }) => !cells.archived);
  const archived = all.filter(({ cells }) => cells.archived);
  return (
    <div class="stack">
      <Add label={t("services.new")} onAdd={addService} />
      {all.length === 0 && <Empty icon="service" title={t("services.none")} body={t("services.none.body")} />}
      {offered.length > 0 && <Catalogue label={t("services.title")} entries={offered.map(entry)} />}
      {archived.length > 0 && (
        <details class="settings-fold">
          <summary>{n("services.archived", archived.length)}</summary>
          <Catalogue label={t("services.archived.title")} entries={archived.map(entry)} />
        </details>
      )}
    </div>
  );
}

/** A service as a line of the list: how long, how much, and who gives it where not everybody does. */
function entry(service: Row<"service">): Entry {
  const { minutes, price, name, color } = service.cells;
  const members = live("member");
  const givers = members.filter(({ id }) => service.cells[`members.${id}`]);
  const some = givers.length > 0 && givers.length < members.length;
  const facts = [
    minutes && duration(minutes),
    price && money(price.amount, price.currency),
    some && list(givers.map(({ cells }) => cells.name ?? "")),
  ];
  return {
    id: service.id,
    to: `/settings/services/${service.id}`,
    name: name ?? "",
    color,
    more: facts.filter(Boolean).join(" · "),
    waiting: service.waiting,
  };
}
