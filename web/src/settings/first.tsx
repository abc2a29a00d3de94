import { useState } from "preact/hooks";
import { business, currency } from "../business";
import { changed, update } from "../forms/change";
import { Button, Check, Form, LinkButton, Sheet, TextField } from "../kit";
import { language, t } from "../words";
import { LanguageChoice } from "./business";
import { CurrencyChoice } from "./currencychoice";
import { deviceZone, ZoneChoice } from "./zonechoice";

/** The few facts that everything else of a new business is drawn with, then what to put into it first. */
export function FirstSettings({ onClose }: { onClose: () => void }) {
  const [begun, setBegun] = useState(false);
  return (
    <Sheet title={t(begun ? "first.next" : "first.title")} onClose={onClose}>
      {begun ? <Next onClose={onClose} /> : <Facts onDone={() => setBegun(true)} />}
    </Sheet>
  );
}

/** What this browser suggests is filled in; nothing is kept before *Begin*. */
function Facts({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState("");
  const [zone, setZone] = useState(deviceZone);
  const [money, setMoney] = useState(currency.value);
  const [locale, setLocale] = useState<string>(language.value);
  const [pets, setPets] = useState(true);
  const [wrong, setWrong] = useState(false);
  const begin = () => {
    const row = business.value;
    setWrong(!name.trim());
    if (!row || !name.trim()) return;
    void update(row, changed(row, { name: name.trim(), zone, currency: money, locale, pets }), t("first.done"));
    onDone();
  };
  return (
    <Form onSend={begin}>
      <TextField
        label={t("business.name")}
        value=""
        autoFocus
        maxLength={200}
        error={wrong ? t("card.wrong.empty") : ""}
        onInput={(text) => {
          setName(text);
          setWrong(false);
        }}
      />
      <div class="settings-pair">
        <ZoneChoice value={zone} onChange={setZone} />
        <CurrencyChoice value={money} onChange={setMoney} />
        <LanguageChoice value={locale} onChange={setLocale} />
      </div>
      <Check checked={pets} onChange={setPets}>
        {t("business.pets")}
      </Check>
      <div class="sheet-foot">
        <Button kind="primary" type="submit">
          {t("first.begin")}
        </Button>
      </div>
    </Form>
  );
}

function Next({ onClose }: { onClose: () => void }) {
  return (
    <div class="stack">
      <p>{t("first.next.body")}</p>
      <LinkButton wide kind="primary" icon="service" to="/settings/services" onClick={onClose}>
        {t("first.service")}
      </LinkButton>
      <LinkButton wide icon="newClient" to="/clients/new" onClick={onClose}>
        {t("first.client")}
      </LinkButton>
      <Button wide kind="plain" onClick={onClose}>
        {t("first.later")}
      </Button>
    </div>
  );
}
