import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { rowsHeld } from "../../../sync/holding.ts";
import { replica } from "../../../sync/replica.ts";
import { Button, toast } from "../kit";
import { format, number, t } from "../words";

/** What the browser tells of the app's room. Only some tell what of it is for what. */
interface Room {
  usage?: number;
  quota?: number;
  usageDetails?: Record<string, number>;
}

const KINDS: Record<string, string> = {
  indexedDB: "phone.space.copy",
  caches: "phone.space.app",
  serviceWorkerRegistrations: "phone.space.app",
};

/** How much this phone holds, and whether the browser promised to keep it. */
export function Storage() {
  const room = useSignal<Room>({});
  const kept = useSignal<boolean | undefined>(undefined);
  const rows = useSignal<number | undefined>(undefined);
  const { waiting, problem } = replica.status.value;
  const business = replica.me.value?.business;
  useEffect(() => {
    const { storage } = navigator;
    storage?.estimate?.().then(
      (told) => (room.value = told),
      () => undefined,
    );
    storage?.persisted?.().then(
      (told) => (kept.value = told),
      () => undefined,
    );
    if (business)
      rowsHeld(business).then(
        (count) => (rows.value = count),
        () => undefined,
      );
  }, [business, replica.directory.value.length]);

  const keep = async () => {
    kept.value = await navigator.storage.persist();
    if (!kept.value) toast(t("phone.keep.refused"));
  };
  return (
    <div class="paper stack">
      {problem === "storage" && (
        <p class="alert" role="alert">
          {t("phone.refused")}
        </p>
      )}
      <dl class="facts figures">
        <dt>{t("phone.cards")}</dt>
        <dd>{number(replica.directory.value.length)}</dd>
        <dt>{t("phone.rows")}</dt>
        <dd>{rows.value === undefined ? "–" : number(rows.value)}</dd>
        <dt>{t("phone.waiting")}</dt>
        <dd>{number(waiting)}</dd>
        <dt>{t("phone.space")}</dt>
        <dd>{megabytes(room.value.usage)}</dd>
        {byKind(room.value).map(([word, size]) => (
          <>
            <dt class="part">{t(word)}</dt>
            <dd>{megabytes(size)}</dd>
          </>
        ))}
        {room.value.quota !== undefined && (
          <>
            <dt>{t("phone.quota")}</dt>
            <dd>{megabytes(room.value.quota - (room.value.usage ?? 0))}</dd>
          </>
        )}
      </dl>
      {kept.value !== undefined && <p class="quiet">{t(kept.value ? "phone.kept" : "phone.not-kept")}</p>}
      {kept.value === false && (
        <div class="row">
          <Button onClick={() => void keep()}>{t("phone.keep")}</Button>
        </div>
      )}
    </div>
  );
}

/** The parts that the browser tells of, under our words for them. */
function byKind({ usageDetails = {} }: Room): [word: string, size: number][] {
  const sums = new Map<string, number>();
  for (const [kind, size] of Object.entries(usageDetails)) {
    const word = KINDS[kind];
    if (word) sums.set(word, (sums.get(word) ?? 0) + size);
  }
  return [...sums];
}

function megabytes(bytes: number | undefined): string {
  if (bytes === undefined) return "–";
  const [value, unit] = bytes >= 1e9 ? [bytes / 1e9, "gigabyte"] : [bytes / 1e6, "megabyte"];
  return format(Intl.NumberFormat, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
