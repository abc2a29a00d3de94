import "./settings.css";
import { replica } from "../../../sync/replica.ts";
import { business, myself } from "../business";
import { Icon, Page } from "../kit";
import { Link } from "../router";
import { n, t } from "../words";
import { SectionList } from "./sectionlist";

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
      <SectionList />
    </Page>
  );
}
