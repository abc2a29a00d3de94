import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { unsent } from "../../../sync/holding.ts";
import { replica, type TableName } from "../../../sync/replica.ts";
import { useAbout } from "../attention/about";
import { cellName } from "../attention/words";
import { Link } from "../router";
import { list, t } from "../words";
import { ago } from "./ago";

/** The edits of one row that wait. */
interface Waiting {
  table: TableName;
  id: string;
  cells: Set<string>;
  /** When the first of them was made: ms UTC. */
  since: number;
}

/** What is not on the server yet: what was changed, where and since when; a tap opens the card. */
export function WaitingEdits() {
  const rows = useSignal<Waiting[]>([]);
  const { waiting } = replica.status.value;
  const business = replica.me.value?.business;
  useEffect(() => {
    let here = true;
    const show = (found: Waiting[]) => {
      if (here) rows.value = found;
    };
    if (waiting && business)
      unsent(business).then(
        (held) => show(byRow(held.waiting)),
        () => undefined,
      );
    else show([]);
    return () => {
      here = false;
    };
  }, [waiting, business]);
  if (!rows.value.length) return null;
  return (
    <section class="stack" aria-labelledby="waiting-edits">
      <h2 id="waiting-edits">{t("phone.waiting")}</h2>
      <ul class="paper lines">
        {rows.value.map((row) => (
          <li key={row.table + row.id}>
            <Line row={row} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ row }: { row: Waiting }) {
  const { title, client } = useAbout(row.table, row.id);
  const cells = [...row.cells].map((cell) => cellName(row.table, cell));
  const inside = (
    <span>
      <b>{title || t(`table.${row.table}`)}</b>
      <br />
      <span class="quiet">
        {list([...new Set(cells)])} · {ago(row.since)}
      </span>
    </span>
  );
  const to = row.table === "booking" ? `/bookings/${row.id}` : client ? `/clients/${client}` : "";
  return to ? (
    <Link to={to} class="line">
      {inside}
    </Link>
  ) : (
    <div class="line">{inside}</div>
  );
}

function byRow(ops: Awaited<ReturnType<typeof unsent>>["waiting"]): Waiting[] {
  const rows = new Map<string, Waiting>();
  for (const { t: table, i: id, v, w } of ops) {
    const row = rows.get(table + id) ?? { table, id, cells: new Set(), since: w };
    for (const cell of Object.keys(v)) row.cells.add(cell);
    rows.set(table + id, row);
  }
  return [...rows.values()];
}
