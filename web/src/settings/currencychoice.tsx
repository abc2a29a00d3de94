import { locale, t } from "../words";
import { LongChoice } from "./longchoice";

interface Props {
  value: string;
  onChange: (currency: string) => void;
}

/** The currency of new prices and payments, found by its code or its name. */
export function CurrencyChoice({ value, onChange }: Props) {
  const names = new Intl.DisplayNames(locale.value, { type: "currency" });
  const named = (code: string) => ({ value: code, label: `${code} · ${names.of(code)}` });
  return (
    <LongChoice
      label={t("business.currency")}
      value={named(value)}
      options={() => [...new Set([value, ...Intl.supportedValuesOf("currency")])].map(named)}
      onChange={onChange}
    />
  );
}
