/** A file of what this phone holds and the server does not, for a person to read and for a program to send again. */
import { type Unsent, unsent } from "../../../sync/holding.ts";
import { type Refusal, replica, type TableName } from "../../../sync/replica.ts";
import { cellName, clientName, valueWords } from "../attention/words";
import { business, myself } from "../business";
import { toast } from "../kit";
import { day, has, t, time } from "../words";

/** The first key of the file: what it is, and by which rules it is to be read. */
const FORMAT = "fichero-unsent-1";

/** Saves the file: shared where the phone can share such files, else downloaded. It needs no network. */
export async function exportUnsent(): Promise<void> {
  const me = replica.me.value;
  if (!me) return;
  const held = await unsent(me.business);
  const now = new Date();
  const name = business.value?.cells.name ?? "";
  const whole = {
    format: FORMAT,
    made: now.toISOString(),
    business: { id: me.business, name },
    member: { id: me.member, name: myself.value?.cells.name ?? "" },
    device: me.device,
    /** The same in the language of this phone. */
    words: readable(held),
    ...held,
  };
  const file = new File([JSON.stringify(whole, null, 2)], fileName(name, now), { type: "application/json" });
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    const shared = await navigator.share({ files: [file] }).then(
      () => true,
      () => false,
    );
    if (!shared) return;
  } else {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    // The browser reads it once the click is over.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
  toast(t("phone.exported", { name: file.name }));
}

/** `fichero-made-up-grooming-2026-11-22.json`, letters of any script kept. */
export function fileName(name: string, at: Date): string {
  const words = name.toLowerCase().match(/[\p{Letter}\p{Number}]+/gu) ?? [];
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${["fichero", ...words, ...date].join("-")}.json`;
}

/** What each edit says, with the client whose card it stands on, when it was made and why it was refused. */
function readable({ waiting, acked, refused }: Unsent): string[] {
  const edits = [...waiting, ...acked].map(({ t: table, v, w, clients }) => line(table, v, w, clients[0]));
  return [...edits, ...refused.map((each) => `${line(each.table, each.values, each.at)} (${reason(each)})`)];
}

/** Why the server did not take an edit. */
const reason = ({ code, text }: Refusal): string => (has(`refused.${code}`) ? t(`refused.${code}`) : text);

function line(table: TableName, values: Record<string, unknown>, at: number, client?: string): string {
  const cells = Object.entries(values).map(
    ([cell, value]) => `${cellName(table, cell)}: ${valueWords(table, cell, value)}`,
  );
  const where = [t(`table.${table}`), client && clientName(client)].filter(Boolean).join(", ");
  return `${day(at, "date")} ${time(at)} · ${where} · ${cells.join("; ")}`;
}
