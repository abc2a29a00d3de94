import { locale, t } from "../words";
import { LongChoice } from "./longchoice";

interface Props {
  value: string;
  onChange: (currency: string) => void;
}

/** The currency of new prices and payments, found by its code or its name. */
export function CurrencyChoice({ value, onChange }: Props) {
  const names = new Intl.DisplayNames(locale.value, { type: "currency" });
  // Intl throws at what has not the form of a code.
  const nameOf = (code: string) => (/^[a-z]{3}$/i.test(code) ? `${code} · ${names.of(code)}` : code);
  const named = (code: string) => ({ value: code, label: nameOf(code) });
  return (
    <LongChoice
      label={t("business.currency")}
      value={named(value)}
      options={() => [...new Set([value, ...Intl.supportedValuesOf("currency")])].map(named)}
      onChange={onChange}
    />
  );
}
