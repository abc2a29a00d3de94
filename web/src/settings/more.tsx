import "./settings.css";
import { replica } from "../../../sync/replica.ts";
import { business, myself } from "../business";
import { Icon, type IconName, Page } from "../kit";
import { Link } from "../router";
import { n, t } from "../words";

const ROWS: { to: string; icon: IconName; word: string }[] = [
  { to: "/settings/look", icon: "language", word: "settings.look" },
  { to: "/settings/business", icon: "business", word: "settings.business" },
  { to: "/settings/devices", icon: "device", word: "settings.devices" },
  { to: "/settings/phone", icon: "settings", word: "settings.phone" },
];

/** What is not needed every hour. */
export default function More() {
  const { attention } = replica.status.value;
  return (
    <Page title={t("nav.more")}>
      <p class="quiet">{[business.value?.cells.name, myself.value?.cells.name].filter(Boolean).join(" · ")}</p>
      <ul class="paper lines">
        <li>
          <Link to="/attention" class="line">
            <Icon name="alert" />
            <span>{t("attention.title")}</span>
            <span class={attention ? "owed" : "quiet"}>
              {attention ? n("attention.count", attention) : t("attention.none")}
            </span>
            <Icon name="right" />
          </Link>
        </li>
      </ul>
      <h2>{t("settings.title")}</h2>
      <ul class="paper lines">
        {ROWS.map(({ to, icon, word }) => (
          <li key={to}>
            <Link to={to} class="line">
              <Icon name={icon} />
              <span>{t(word)}</span>
              <Icon name="right" />
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
