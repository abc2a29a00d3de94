import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { replica } from "../../../sync/replica.ts";
import { Button, Confirm } from "../kit";
import { n, number, t } from "../words";
import { leave } from "./leave";

/** What this phone holds, what of it is not on the server yet, and the way out. */
export function ThisPhone() {
  const space = useSignal<{ used: number; kept: boolean } | undefined>(undefined);
  const leaving = useSignal(false);
  const { waiting } = replica.status.value;
  useEffect(() => {
    const { storage } = navigator;
    if (!storage?.estimate) return;
    void Promise.all([storage.estimate(), storage.persisted()]).then(([{ usage = 0 }, kept]) => {
      space.value = { used: usage, kept };
    });
  }, []);
  return (
    <div class="paper stack">
      <dl class="facts figures">
        <dt>{t("phone.cards")}</dt>
        <dd>{number(replica.directory.value.length)}</dd>
        <dt>{t("phone.waiting")}</dt>
        <dd>{number(waiting)}</dd>
        <dt>{t("phone.space")}</dt>
        <dd>{space.value ? t("phone.megabytes", { n: number(Math.ceil(space.value.used / 1e6)) }) : "–"}</dd>
      </dl>
      <p class="quiet">{t(space.value?.kept ? "phone.kept" : "phone.not-kept")}</p>
      <div class="row">
        <Button kind="danger" icon="signOut" onClick={() => (leaving.value = true)}>
          {t("phone.leave")}
        </Button>
      </div>
      {leaving.value && (
        <Confirm
          danger
          title={t("phone.leave")}
          body={[waiting ? n("phone.leave.waiting", waiting) : "", t("phone.leave.body")].join(" ").trim()}
          action={t("phone.leave")}
          onConfirm={() => void leave()}
          onClose={() => (leaving.value = false)}
        />
      )}
    </div>
  );
}
