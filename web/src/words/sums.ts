/** Sums as a person types them. */
import { exponent, format } from ".";

/** Digits in groups of three, or two and three as in India; or without groups. */
const WHOLE = /^-?(\d+|\d{1,3}([.,]\d{2,3})*[.,]\d{3})$/;

/**
 * Minor units of what a person typed ("45", "45,50", "1 234.5", "$ 1,234"), or null when it is no sum.
 * The last comma or dot followed by at most the currency's decimals separates them; where three digits follow it and the
 * currency has three decimals, the locale says which of the two is meant.
 */
export function minor(text: string, currency: string): number | null {
  const places = exponent(currency);
  const bare = text.replace(/\p{L}+\.?|[\s\p{Sc}'’]/gu, "");
  const split = places > 0 && bare.match(new RegExp(`^(.*)[.,](\\d{1,${places}})$`));
  let [, whole = bare, decimals = ""] = split || [];
  const groups = format(Intl.NumberFormat, { useGrouping: "always" }).format(1234)[1];
  if (decimals.length === 3 && bare.at(-4) === groups) [whole, decimals] = [bare, ""];
  if (!WHOLE.test(whole || "0") || !/\d/.test(bare)) return null;
  return Number((whole.replace(/[.,]/g, "") || "0") + decimals.padEnd(places, "0"));
}

/** A sum as text for a field, without the currency: `plainMoney(4550, "EUR")` → 45.50 by locale. */
export function plainMoney(amount: number, currency: string): string {
  const places = exponent(currency);
  const options = { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false };
  return format(Intl.NumberFormat, options).format(amount / 10 ** places);
}
