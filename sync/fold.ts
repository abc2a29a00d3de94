/**
 * Text as search compares it: the same letters whatever the case, the accents or the alphabet they were typed in.
 * The directory folds each client once; a search folds only its query.
 */

/** Letters that Unicode does not decompose, and Cyrillic in Latin, so that *ivanov* finds Иванов and the other way round. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  ґ: "g",
  д: "d",
  е: "e",
  є: "e",
  ж: "zh",
  з: "z",
  и: "i",
  і: "i",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "h",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "sch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
};

const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/**
 * Folded words of `text`, one space apart: lower case, marks stripped (ё is е, ñ is n), punctuation as spaces.
 * An apostrophe joins, so that *obrien* finds O'Brien.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // Most texts are plain, and a directory of ten thousand is folded at once.
  if (!/[^ -~]/.test(lower))
    return lower
      .replace(/'+/g, "")
      .replace(/[^a-z\d]+/g, " ")
      .trim();
  return lower
    .normalize("NFD")
    .replace(/[\p{M}'’ʼ]+/gu, "")
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The digits of a phone number as written, without the `00` that stands for `+`. */
export function digits(phone: string): string {
  return phone.replace(/\D+/g, "").replace(/^00/, "");
}
