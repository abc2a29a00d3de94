import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Stop } from "../../../sync/replica.ts";
import { currency, seesMoney } from "../business";
import { addressLine, onApple } from "../card/reach";
import { Button, LinkButton } from "../kit/button";
import { Icon } from "../kit/icon";
import { lazy } from "../kit/lazy";
import { money, n, t, time } from "../words";
import { isOpen, sumsOf } from "./day";
import { placeOf } from "./place";
import { LEG, routeLink } from "./route";

const RouteSheet = lazy((later) => later.RouteSheet);

/** How the day stands in one line, and the way through what is left of it. */
export function Summary({ stops, isToday }: { stops: Stop[]; isToday: boolean }) {
  const sums = sumsOf(stops);
  const sum = (amount: number) => money(amount, currency.value);
  const last = stops.findLast(isOpen);
  const due: ComponentChildren[] = [];
  if (sums.toTake > sums.unpaid) due.push(t("today.take", { sum: sum(sums.toTake) }));
  if (sums.unpaid > 0) due.push(<span class="owed">{t("today.unpaid.sum", { sum: sum(sums.unpaid) })}</span>);
  if (!sums.open && sums.taken > 0)
    due.unshift(t(isToday ? "today.taken" : "today.taken.day", { sum: sum(sums.taken) }));
  return (
    <div class="day-line">
      <div class="figures">
        <p class={sums.open ? "" : "finished paid"}>
          {!sums.open && <Icon name="done" />}
          {sums.open
            ? t("today.until", { left: n("today.left", sums.open), time: time(last?.start ?? "") })
            : n("today.done", sums.done)}
        </p>
        {seesMoney.value && due.length > 0 && (
          <p class="quiet">{due.flatMap((each, at) => (at ? [" · ", each] : each))}</p>
        )}
      </div>
      <Route stops={stops} />
    </div>
  );
}

/** The way along what is still to be done, in its order; where one link cannot hold it, one for each leg. */
function Route({ stops }: { stops: Stop[] }) {
  const asked = useSignal(false);
  const ahead = stops.filter((stop) => isOpen(stop) && stop.modality === "theirs");
  const places = useComputed(() => ahead.map((stop) => addressLine(placeOf(stop))).filter(Boolean));
  // Two who drive do not take one way.
  if (ahead.length < 2 || ahead.some(({ member }) => member !== ahead[0]?.member)) return null;
  if (places.value.length > LEG) {
    return (
      <>
        <Button kind="plain" icon="map" onClick={() => (asked.value = true)}>
          {t("today.route")}
        </Button>
        {asked.value && <RouteSheet places={places.value} onClose={() => (asked.value = false)} />}
      </>
    );
  }
  return (
    <LinkButton kind="plain" icon="map" href={routeLink(places.value, onApple())}>
      {t("today.route")}
    </LinkButton>
  );
}
