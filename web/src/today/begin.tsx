import { useSignal } from "@preact/signals";
import { replica } from "../../../sync/replica.ts";
import { business } from "../business";
import { Button } from "../kit/button";
import { Icon } from "../kit/icon";
import { lazy } from "../kit/lazy";
import { t } from "../words";

const FirstSettings = lazy((later) => later.FirstSettings);

/** What a business is called that a first invitation made. */
const UNNAMED = "My business";

/** A business that nobody named yet asks for it here, without standing in the way. The sheet outlives the name. */
export function Begin() {
  const open = useSignal(false);
  const unnamed = business.value?.cells.name === UNNAMED && replica.me.value?.role === "owner";
  return (
    <>
      {unnamed && (
        <section class="paper begin">
          <Icon name="business" size={24} />
          <div>
            <h2>{t("first.title")}</h2>
            <p>{t("first.body")}</p>
          </div>
          <Button onClick={() => (open.value = true)}>{t("first.open")}</Button>
        </section>
      )}
      {open.value && <FirstSettings onClose={() => (open.value = false)} />}
    </>
  );
}
