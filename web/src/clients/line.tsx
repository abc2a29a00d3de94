import "./line.css";
import type { Entry } from "../../../sync/replica";
import { currency, seesMoney, withPets } from "../business";
import { codeName } from "../card/codes";
import { Avatar } from "../kit/avatar";
import { Icon } from "../kit/icon";
import { money, t } from "../words";
import { Waiting } from "./waiting";

/** One client in a list: who, with which animals, what is owed and what to beware of. */
export function ClientLine({ entry }: { entry: Entry }) {
  return (
    <span class="client-line">
      <Avatar initials={entry.initials} />
      <span class="client-line-text">
        <span class="client-line-name">
          <span class="cut">{entry.name || t("clients.nameless")}</span>
          <Waiting row={entry} />
          {entry.alert && (
            <span class="client-line-alert">
              <Icon name="pin" size={16} />
              <span class="unseen">{t("clients.alert", { text: entry.alert })}</span>
            </span>
          )}
        </span>
        <span class="client-line-more">
          <span class="cut">{secondLine(entry)}</span>
          {seesMoney.value && entry.owed > 0 && (
            <span class="owed figures">{t("clients.owes", { sum: money(entry.owed, currency.value) })}</span>
          )}
        </span>
      </span>
    </span>
  );
}

function secondLine(entry: Entry): string {
  const animals = withPets.value
    ? entry.pets.map((pet) => [pet.name, ...pet.codes.map((code) => codeName(code))].filter(Boolean).join(" · "))
    : [];
  return animals.join(", ") || entry.phones[0] || entry.emails[0] || entry.city;
}
