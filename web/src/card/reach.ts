/** Links that leave the app for the phone's own: calls, messages, mail and maps. They need no network to be made. */
import type { Address } from "../../../sync/tables.gen";

/** `tel:` with nothing but what a dialler takes. */
export const callLink = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, "")}`;

export const smsLink = (phone: string, text = ""): string =>
  `sms:${phone.replace(/[^\d+]/g, "")}${text && `?&body=${encodeURIComponent(text)}`}`;

/** WhatsApp wants the whole number with its country, digits only. */
export const whatsappLink = (phone: string, text = ""): string =>
  `https://wa.me/${phone.replace(/\D/g, "").replace(/^00/, "")}${text && `?text=${encodeURIComponent(text)}`}`;

export const mailLink = (email: string): string => `mailto:${encodeURIComponent(email).replace("%40", "@")}`;

/** An address on one line, as a person would say it to a driver. */
export function addressLine(address: Address | string | null | undefined): string {
  if (!address) return "";
  if (typeof address === "string") return address;
  const { street, postcode, city, region, country } = address;
  return [street, [postcode, city].filter(Boolean).join(" "), region, country].filter(Boolean).join(", ");
}

/** Whether Apple's maps are the ones at hand. */
export const onApple = (): boolean => /iPhone|iPad|Macintosh/.test(navigator.userAgent);

/** Opens the phone's map: `geo:` on Android, Apple's on Apple's, a web page elsewhere. */
export function mapLink(address: Address | string): string {
  const words = encodeURIComponent(addressLine(address));
  const { lat, lon } = typeof address === "string" ? { lat: null, lon: null } : address;
  const point = lat != null && lon != null ? `${lat},${lon}` : "";
  if (/Android/.test(navigator.userAgent)) return `geo:${point || "0,0"}?q=${words || point}`;
  if (onApple()) return `https://maps.apple.com/?q=${words || point}`;
  return `https://www.google.com/maps/search/?api=1&query=${words || point}`;
}
