import type { ComponentChildren } from "preact";
import { type Edit, type Row, replica, type TableName } from "../../../sync/replica.ts";
import { nameOf } from "../business";
import { change } from "../forms/change";
import { Button } from "../kit";
import { Link } from "../router";
import { dateTime, t } from "../words";
import { useAbout } from "./about";
import { cellName, valueWords } from "./words";

type Conflict = Row<"conflict">;

/** Two values of one field that did not know of each other. Keeping either settles it on every phone. */
export function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { cells } = conflict;
  const table = cells.table as TableName;
  const about = useAbout(table, cells.row ?? "");
  const deletion = cells.cell === "deleted";
  return (
    <article class="paper stack" aria-label={about.title}>
      <header>
        <h3>{about.client ? <Link to={`/clients/${about.client}`}>{about.title}</Link> : about.title}</h3>
        <p class="quiet">
          {deletion ? t("attention.deletion") : cellName(table, cells.cell ?? "")}
          {cells.at ? ` · ${dateTime(cells.at)}` : ""}
        </p>
      </header>
      <div class="sides">
        {deletion ? <Deletion conflict={conflict} /> : <Values conflict={conflict} table={table} />}
      </div>
      {table === "payment" && <p class="quiet">{t("attention.payment")}</p>}
    </article>
  );
}

/** Settles a conflict: the mark itself, with what is written besides. */
function settle({ id }: Conflict, edits: Edit[]): void {
  const mark = { table: "conflict", id, cells: { resolved: Date.now() } } as Edit;
  void change([...edits, mark], t("attention.settled"));
}

function Values({ conflict, table }: { conflict: Conflict; table: TableName }) {
  const { cell, kept, other, kept_by, other_by, row } = conflict.cells;
  const name = cell ?? "";
  const write = () => [{ table, id: row, cells: { [name]: other } } as Edit];
  return (
    <>
      <Side title={t("attention.now")} by={kept_by} onKeep={() => settle(conflict, [])}>
        {valueWords(table, name, kept)}
      </Side>
      <Side
        title={t("attention.other")}
        by={other_by}
        // The ledger is never rewritten: there the other value can be read, and be corrected by another entry.
        onKeep={table === "payment" ? undefined : () => settle(conflict, write())}
      >
        {valueWords(table, name, other)}
      </Side>
    </>
  );
}

/** A side's name, with a word on the one that stands until somebody chooses. */
function standing(side: string, stands: boolean): string {
  return stands ? `${t(side)} (${t("attention.stands")})` : t(side);
}

function Deletion({ conflict }: { conflict: Conflict }) {
  const { kept, other, kept_by, other_by, row, table } = conflict.cells;
  const deleter = kept === true ? kept_by : other_by;
  const editor = kept === true ? other_by : kept_by;
  const edited = (kept === true ? other : kept) as Record<string, unknown> | null;
  const write = (deleted: true | null) => [{ table, id: row, cells: { deleted } } as Edit];
  return (
    <>
      <Side
        title={standing("attention.deleted", kept === true)}
        by={deleter}
        action={t("attention.keep-deleted")}
        onKeep={() => settle(conflict, write(true))}
      />
      <Side
        title={standing("attention.edited", kept !== true)}
        by={editor}
        action={t("attention.bring-back")}
        onKeep={() => settle(conflict, write(null))}
      >
        {Object.entries(edited ?? {}).map(([cell, value]) => (
          <span key={cell}>
            {cellName(table ?? "", cell)}: {valueWords(table ?? "", cell, value)}
          </span>
        ))}
      </Side>
    </>
  );
}

function Side(props: {
  title: string;
  by: string | null | undefined;
  action?: string;
  onKeep?: () => void;
  children?: ComponentChildren;
}) {
  const who = nameOf("member", props.by);
  const mine = props.by === replica.me.value?.member;
  return (
    <fieldset class="side" aria-label={props.title}>
      <p class="quiet">
        {props.title}
        {who && ` · ${mine ? t("attention.you", { name: who }) : who}`}
      </p>
      <p class="side-value">{props.children}</p>
      {props.onKeep && <Button onClick={props.onKeep}>{props.action ?? t("attention.keep")}</Button>}
    </fieldset>
  );
}
