import { t } from "../words";

/** The small dot of a row that has edits the server does not hold yet; nothing for any other row. */
export function Waiting({ row }: { row: { waiting: boolean } }) {
  if (!row.waiting) return null;
  return <span class="waiting" role="img" title={t("clients.waiting")} aria-label={t("clients.waiting")} />;
}
