/**
 * Every text, number, date and sum that a person reads. Catalogues are flat JSON, one trio per area, joined per language
 * by the build and fetched when that language is chosen; signals carry the choice, so a switch redraws what is on the screen.
 */
import { computed, signal } from "@preact/signals";
import { type Catalogue, fetched } from "./fetched";
import { LANGUAGES, type Language } from "./languages";

export { LANGUAGES, type Language };

type Slots = Record<string, string | number>;
/** A local day or time as text ("2026-11-21", "2026-11-21T09:30"), or an instant in ms UTC. */
type Moment = string | number;

const STORED = "fichero.language";

const chosen = signal<{ language: Language; words: Catalogue }>({ language: "en", words: {} });
let wish: Language | undefined;

/** The language on the screen. */
export const language = computed<Language>(() => chosen.value.language);

/** The tag for Intl: the browser's own of the chosen language (en-GB, es-CL), else the language where the browser is (en-ES). */
export const locale = computed<string>(() => {
  const own = navigator.languages.find((tag) => tag.split("-")[0] === language.value);
  const region = navigator.languages.map((tag) => new Intl.Locale(tag).region).find(Boolean);
  return own ?? (region ? `${language.value}-${region}` : language.value);
});

/**
 * Shows `wanted` as soon as its words are here, unless another language is wanted by then; it is remembered on this
 * device when `keep`. `failed` is told the number of each try that the network let down.
 */
export async function setLanguage(wanted: Language, keep = true, failed?: (times: number) => void): Promise<void> {
  wish = wanted;
  const words = await fetched(wanted, (times) => {
    failed?.(times);
    return wish === wanted;
  });
  if (!words || wish !== wanted) return;
  chosen.value = { language: wanted, words };
  document.documentElement.lang = wanted;
  if (keep) localStorage.setItem(STORED, wanted);
}

/** The language of the first screen: the one chosen on this device, else the browser's first that exists, else English. */
export function firstLanguage(): Language {
  const wishes = [localStorage.getItem(STORED), ...navigator.languages].map((tag) => tag?.split("-")[0]);
  return LANGUAGES.find((each) => each === wishes.find((wish) => LANGUAGES.some((known) => known === wish))) ?? "en";
}

/** The language that was chosen on this device; "" when it follows the phone's own. */
export const chosenLanguage = (): Language | "" =>
  LANGUAGES.find((each) => each === localStorage.getItem(STORED)) ?? "";

/** Goes by the phone's own language from here on. */
export function followPhone(): Promise<void> {
  localStorage.removeItem(STORED);
  return setLanguage(firstLanguage(), false);
}

function fill(text: string, slots?: Slots): string {
  if (!slots) return text;
  return text.replace(/\{(\w+)\}(\.?)/g, (whole, name: string, stop: string) => {
    if (!(name in slots)) return whole;
    const said = String(slots[name]);
    // Some times and lengths end in a stop of their own: "9:00 a.m.", "30 мин."
    return said.endsWith(".") ? said : said + stop;
  });
}

/** The text `key`, its {slots} filled. An unknown key shows itself, so that it is noticed. */
export function t(key: string, slots?: Slots): string {
  const text = chosen.value.words[key];
  return typeof text === "string" ? fill(text, slots) : (text?.other ?? key);
}

/** True when the catalogue has `key`, for names that come from data (a cell, a code). */
export const has = (key: string): boolean => key in chosen.value.words;

/** The form of `key` for `count`; slot {n} is the count, grouped by locale. */
export function n(key: string, count: number, slots?: Slots): string {
  const forms = chosen.value.words[key];
  if (forms === undefined) return key;
  const number = format(Intl.NumberFormat, {}).format(count);
  if (typeof forms === "string") return fill(forms, { n: number, ...slots });
  const form = forms[format(Intl.PluralRules, {}).select(count)] ?? forms.other ?? key;
  return fill(form, { n: number, ...slots });
}

/** Intl objects are slow to make and asked for in every row: one of each kind is kept. */
const formats = new Map<string, unknown>();

export function format<F, O>(make: new (locale: string, options: O) => F, options: O): F {
  const key = make.name + locale.value + JSON.stringify(options);
  let made = formats.get(key) as F | undefined;
  if (!made) {
    made = new make(locale.value, options);
    formats.set(key, made);
  }
  return made;
}

/** How many decimals a currency has (EUR 2, CLP 0, KWD 3); 2 for one that Intl does not know. */
export function exponent(currency: string): number {
  try {
    const options = { style: "currency", currency } as const;
    return format(Intl.NumberFormat, options).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** A sum in minor units as a person writes it: `money(4550, "EUR")` → €45.50. */
export function money(amount: number, currency: string): string {
  const value = amount / 10 ** exponent(currency);
  try {
    return format(Intl.NumberFormat, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(value);
  } catch {
    return `${value} ${currency}`;
  }
}

/** Compares names as the language orders its letters: ñ after n in Spanish. */
export const collator = computed(() => new Intl.Collator(locale.value));

/** A number as the locale writes it. */
export const number = (value: number): string => format(Intl.NumberFormat, {}).format(value);

/** Local text is drawn as it stands, read as if it were UTC; an instant in the device's own zone. */
function parts(moment: Moment): { at: number; zone: { timeZone?: string } } {
  if (typeof moment === "number") return { at: moment, zone: {} };
  const text = moment.includes("T") ? moment : `${moment}T00:00`;
  return { at: Date.parse(`${text.slice(0, 16)}Z`), zone: { timeZone: "UTC" } };
}

const STYLES = {
  /** Sat, 21 Nov */
  short: { weekday: "short", day: "numeric", month: "short" },
  /** Saturday, 21 November */
  long: { weekday: "long", day: "numeric", month: "long" },
  /** 21 Nov 2026 */
  date: { day: "numeric", month: "short", year: "numeric" },
  /** 21 November 2026 */
  full: { day: "numeric", month: "long", year: "numeric" },
  /** Sat */
  weekday: { weekday: "short" },
  /** Saturday */
  "day-name": { weekday: "long" },
  /** 21 */
  number: { day: "numeric" },
  /** November 2026 */
  month: { month: "long", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

function draw(moment: Moment, options: Intl.DateTimeFormatOptions): string {
  const { at, zone } = parts(moment);
  return Number.isFinite(at) ? format(Intl.DateTimeFormat, { ...options, ...zone }).format(at) : "";
}

/** A day in words; "" for what is no date. */
export const day = (moment: Moment, style: keyof typeof STYLES = "short"): string => draw(moment, STYLES[style]);

/** The time of day, 24 or 12 hours by locale. */
export const time = (moment: Moment): string => draw(moment, { hour: "numeric", minute: "2-digit" });

/** A time on a scale, where the clock of twelve hours needs no minutes of a whole hour: 9 AM, 9:30 AM, 09:00. */
export function scaleTime(moment: string): string {
  const hour = draw(moment, { hour: "numeric" });
  return moment.endsWith(":00") && /\p{L}/u.test(hour) ? hour : time(moment);
}

/** Day and time together. */
export const dateTime = (moment: Moment): string =>
  draw(moment, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });

/** Minutes as a person says them: 1 h 30 min. */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const unit = (value: number, name: string) =>
    format(Intl.NumberFormat, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  const rest = minutes % 60;
  return [hours ? unit(hours, "hour") : "", rest || !hours ? unit(rest, "minute") : ""].filter(Boolean).join(" ");
}

/** Names joined as the language joins them: Luna, Toby and Max. */
export const list = (names: string[]): string =>
  format(Intl.ListFormat, { type: "conjunction" } as Intl.ListFormatOptions).format(names);
