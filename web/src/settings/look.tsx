import { Choice } from "../kit";
import { setTheme, type Theme, theme } from "../shell/theme";
import { LANGUAGES, language, setLanguage, t } from "../words";

const THEMES: Theme[] = ["system", "light", "dark"];

/** The language of this phone, and light or dark. */
export function Look() {
  return (
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
  );
}
