import "./settings.css";
import { useEffect } from "preact/hooks";
import { manages } from "../business";
import { Choice, Page } from "../kit";
import { setTheme, type Theme, theme } from "../shell/theme";
import { LANGUAGES, language, setLanguage, t } from "../words";
import { BusinessBasics } from "./business";
import { Devices } from "./devices";
import { ThisPhone } from "./phone";

const THEMES: Theme[] = ["system", "light", "dark"];

/** All settings on one page; the path's section is brought into view. */
export default function Settings({ section }: { section?: string }) {
  useEffect(() => {
    if (section) document.getElementById(section)?.scrollIntoView();
  }, [section]);
  return (
    <Page title={t("settings.title")} back="/more">
      <section class="settings-section" id="look">
        <h2>{t("settings.look")}</h2>
        <div class="paper stack">
          <Choice
            label={t("settings.language")}
            value={language.value}
            options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
            onChange={(value) => void setLanguage(value)}
          />
          <Choice
            segments
            label={t("settings.theme")}
            value={theme.value}
            options={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
            onChange={setTheme}
          />
        </div>
      </section>
      {manages.value && (
        <section class="settings-section" id="business">
          <h2>{t("settings.business")}</h2>
          <div class="paper stack">
            <BusinessBasics />
          </div>
        </section>
      )}
      <section class="settings-section" id="devices">
        <h2>{t("settings.devices")}</h2>
        <Devices />
      </section>
      <section class="settings-section" id="phone">
        <h2>{t("settings.phone")}</h2>
        <ThisPhone />
      </section>
    </Page>
  );
}
