/** Whose thing it is that needs attention: the row, its client, and how to say it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Row, replica, type TableName } from "../../../sync/replica.ts";
import { t } from "../words";
import { clientName } from "./words";

export interface About {
  /** Null while it loads or when the phone has no such row. */
  row: Row | null;
  /** The client whose card shows it, "" for none. */
  client: string;
  /** "María García" or "Booking, María García". */
  title: string;
}

/** Follows a row for as long as what is said of it is on the screen. */
export function useAbout(table: TableName, id: string): About {
  const row = useSignal<Row | null>(null);
  useEffect(() => {
    let here = true;
    void replica.row(table, id).then((found) => {
      if (here) row.value = found;
    });
    return () => {
      here = false;
    };
  }, [table, id]);
  const cells = (row.value?.cells ?? {}) as { client?: string | null; name?: string | null };
  const client = table === "client" ? id : (cells.client ?? "");
  const own = table === "client" ? cells.name || clientName(id) : (cells.name ?? "");
  const title =
    table === "client"
      ? own
      : [[t(`table.${table}`), own].filter(Boolean).join(" "), client && clientName(client)].filter(Boolean).join(", ");
  return { row: row.value, client, title };
}
