import { onApple } from "../card/reach";
import { LinkButton, Sheet } from "../kit";
import { n, t } from "../words";
import { LEG, legsOf, routeLink } from "./route";

/** The way along more places than one link of a map holds: leg after leg. */
export function RouteSheet({ places, onClose }: { places: readonly string[]; onClose: () => void }) {
  return (
    <Sheet title={t("today.route")} onClose={onClose}>
      <p>{n("today.route.legs", places.length, { most: LEG })}</p>
      {legsOf(places).map((leg, index) => (
        <LinkButton key={leg[0]} wide icon="map" href={routeLink(leg, onApple())} onClick={onClose}>
          {t("today.route.leg", { from: index * LEG + 1, to: index * LEG + leg.length })}
        </LinkButton>
      ))}
    </Sheet>
  );
}
