import { useSignal } from "@preact/signals";
import { zone } from "../business";
import { Choice } from "../kit";
import { setTheme, type Theme, theme } from "../shell/theme";
import { chosenLanguage, followPhone, LANGUAGES, type Language, setLanguage, t } from "../words";

const THEMES: Theme[] = ["system", "light", "dark"];

/** The language of this phone, and light or dark. */
export function Look() {
  const language = useSignal<Language | "">(chosenLanguage());
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div class="paper stack">
      <Choice
        label={t("settings.language")}
        value={language.value}
        options={[
          { value: "" as const, label: t("settings.language.phone") },
          ...LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) })),
        ]}
        onChange={(value) => {
          language.value = value;
          void (value ? setLanguage(value) : followPhone());
        }}
      />
      <Choice
        segments
        label={t("settings.theme")}
        value={theme.value}
        options={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
        onChange={setTheme}
      />
      {own !== zone.value && (
        <p>
          {t("settings.zone.differs", { business: zone.value.replaceAll("_", " "), phone: own.replaceAll("_", " ") })}
        </p>
      )}
    </div>
  );
}
