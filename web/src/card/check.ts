/** Whether what a person typed can be what the field is for. Lenient: a real value must never be turned away. */

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());

/** Digits with the usual signs between them, and an extension after letters. */
export const isPhone = (text: string): boolean =>
  /^[+\d\s().\-/]+([a-z.]+\s*\d+)?$/i.test(text.trim()) && text.replace(/\D/g, "").length >= 5;

export const isUrl = (text: string): boolean => URL.canParse(withScheme(text)) && /\.[^.\s]+/.test(text);

/** People write example.org; a link needs its scheme, and no other than these two may be followed. */
export const withScheme = (text: string): string =>
  /^https?:/i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;

/** A number as the person's language writes it, comma or dot; null when it is none. */
export function parseNumber(text: string): number | null {
  const bare = text.trim().replace(/\s/g, "").replace(",", ".");
  return bare && Number.isFinite(Number(bare)) ? Number(bare) : null;
}
