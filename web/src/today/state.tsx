import type { Stop } from "../../../sync/replica.ts";
import { zone } from "../business";
import { localTime } from "../forms/localtime";
import { overlapping } from "../forms/overlapping";
import { Chip } from "../kit/chip";
import { Icon } from "../kit/icon";
import { t, time } from "../words";
import { isOpen } from "./day";

/** How a booking stands, when it is not simply confirmed, and whether it takes the time of another of `others`. */
export function State({ stop, others }: { stop: Stop; others: readonly Stop[] }) {
  const { status, started } = stop;
  const crowded = isOpen(stop) && overlapping(others, { ...stop, except: stop.id }).length > 0;
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
      {crowded && (
        <Chip>
          <Icon name="alert" size={16} />
          {t("today.overlaps")}
        </Chip>
      )}
    </>
  );
}
