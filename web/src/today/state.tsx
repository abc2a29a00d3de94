import type { Stop } from "../../../sync/replica.ts";
import { zone } from "../business";
import { localTime } from "../forms/localtime";
import { Chip } from "../kit/chip";
import { Icon } from "../kit/icon";
import { t, time } from "../words";
import { isOpen } from "./day";

/** How a booking stands, when it is not simply confirmed; `crowded`: it takes the time of another. */
export function State({ stop, crowded }: { stop: Stop; crowded: boolean }) {
  const { status, started } = stop;
  return (
    <>
      {status === "confirmed" && started !== null && (
        <Chip tone="accent">{t("today.since", { time: time(localTime(started, zone.value)) })}</Chip>
      )}
      {status !== "confirmed" && (
        <Chip tone={status === "completed" ? "green" : status === "requested" ? "accent" : undefined}>
          {t(`today.status.${status}`)}
        </Chip>
      )}
      {crowded && isOpen(stop) && (
        <Chip>
          <Icon name="alert" size={16} />
          {t("today.overlaps")}
        </Chip>
      )}
    </>
  );
}
