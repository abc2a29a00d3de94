/** Every change that a screen makes: shown in the same frame, said once it is safe on this phone, and taken back by *Undo*. */
import { newId } from "../../../sync/ids";
import {
  type Edit,
  inverse,
  type Row,
  replica,
  StorageRefused,
  same,
  type TableName,
  TooLarge,
} from "../../../sync/replica";
import { toast } from "../kit/toast";
import { t } from "../words";

/** Tables whose rows can be deleted. */
type Deletable = Exclude<TableName, "business" | "payment" | "conflict">;

/** Makes edits; `said` names what was done and `undo` are the edits that take it back. True when they are safe here. */
export async function change(edits: Edit[], said: string, undo?: Edit[]): Promise<boolean> {
  try {
    await replica.edit(edits);
  } catch (error) {
    toast(whyNot(error));
    return false;
  }
  if (said) toast(said, undo && { undo: () => void change(undo, "") });
  return true;
}

/** Why an edit was not kept, in plain words; anything unforeseen is thrown on. */
function whyNot(error: unknown): string {
  if (error instanceof StorageRefused) return t("forms.not_kept");
  if (error instanceof TooLarge) return t("forms.too_large");
  throw error;
}

/** What of `cells` differs from the row: a cell that nobody touched must not overwrite another phone's. */
export function changed<T extends TableName>(row: Row<T>, cells: Edit<T>["cells"]): Edit<T>["cells"] {
  const before = row.cells as Record<string, unknown>;
  const differs = ([cell, value]: [string, unknown]) => !same(before[cell] ?? null, value ?? null);
  return Object.fromEntries(Object.entries(cells).filter(differs)) as Edit<T>["cells"];
}

/** Writes cells of a row that is there; without any there is nothing to do. */
export async function update<T extends TableName>(
  row: Row<T>,
  cells: Edit<T>["cells"],
  said: string,
): Promise<boolean> {
  if (Object.keys(cells).length === 0) return true;
  return change([{ table: row.table, id: row.id, cells } as Edit], said, [inverse(row, cells) as Edit]);
}

/** Makes a row and answers its id at once; *Undo* deletes it. */
export function create<T extends Deletable>(table: T, cells: Edit<T>["cells"], said: string): string {
  const id = newId();
  void change([{ table, id, cells } as Edit], said, [{ table, id, cells: { deleted: true } } as Edit]);
  return id;
}

/** Deletes rows, those that hang from them with them; *Undo* brings them back. */
export function remove(rows: { table: Deletable; id: string }[], said: string): Promise<boolean> {
  const marked = (deleted: true | null) => rows.map(({ table, id }) => ({ table, id, cells: { deleted } }) as Edit);
  return change(marked(true), said, marked(null));
}
