/** Sums as a person types them. */
import { exponent, format } from ".";

/**
 * Minor units of what a person typed ("45", "45,50", "1 234.5"), or null when it is no sum.
 * The last comma or dot followed by at most the currency's decimals separates them.
 */
export function minor(text: string, currency: string): number | null {
  const places = exponent(currency);
  const bare = text.replace(/[^\d.,-]/g, "");
  const split = places ? bare.match(new RegExp(`^(.*)[.,](\\d{1,${places}})$`)) : null;
  const whole = (split?.[1] ?? bare).replace(/[.,]/g, "");
  if (!/^-?\d+$/.test(whole || "0") || !/\d/.test(bare)) return null;
  const cents = (split?.[2] ?? "").padEnd(places, "0");
  return Number((whole || "0") + cents);
}

/** A sum as text for a field, without the currency: `plainMoney(4550, "EUR")` → 45.50 by locale. */
export function plainMoney(amount: number, currency: string): string {
  const places = exponent(currency);
  const options = { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false };
  return format(Intl.NumberFormat, options).format(amount / 10 ** places);
}
