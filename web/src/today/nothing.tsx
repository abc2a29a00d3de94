import { replica, type Stop } from "../../../sync/replica.ts";
import { business } from "../business";
import { LinkButton } from "../kit/button";
import { Empty } from "../kit/empty";
import { lazy } from "../kit/lazy";
import { t } from "../words";

const UpNext = lazy((later) => later.UpNext);

/** A day without stops: what to do first, or what comes next. `mine` tells whether a stop is for who looks. */
export function Nothing({ date, isToday, mine }: { date: string; isToday: boolean; mine: (stop: Stop) => boolean }) {
  // Before the first sync nobody knows whether there is anything; the notice above says how far it is.
  if (!business.value) return null;
  if (isToday && replica.directory.value.length === 0) {
    return (
      <Empty
        icon="newClient"
        title={t("today.first")}
        body={t("today.first.body")}
        action={
          <LinkButton to="/clients/new" icon="newClient">
            {t("today.first.client")}
          </LinkButton>
        }
      />
    );
  }
  return (
    <Empty
      icon="calendar"
      title={isToday ? t("today.empty") : t("today.empty.day")}
      body={t("today.empty.body")}
      action={
        <div class="up-next">
          <UpNext date={date} mine={mine} />
        </div>
      }
    />
  );
}
