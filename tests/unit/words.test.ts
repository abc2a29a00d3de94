import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { catalogues } from "../../web/catalogues.js";
import { day, duration, exponent, list, money, setLanguage, t, time } from "../../web/src/words/index.ts";
import { minor, plainMoney } from "../../web/src/words/sums.ts";

type Said = string | Record<string, string>;
const joined: Record<string, Record<string, Said>> = await catalogues();

/** Each text of a language with its key, plural forms one by one. */
const texts = (language: string): [string, string][] =>
  Object.entries(joined[language] ?? {}).flatMap(([key, said]) =>
    typeof said === "string" ? [[key, said]] : Object.entries(said).map(([form, text]) => [`${key} ${form}`, text]),
  );

test("catalogues that disagree are refused, fault by fault", async () => {
  const folder = mkdtempSync(join(tmpdir(), "words"));
  const write = (name: string, words: object) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(words));
  write("a.en", { "a.one": "Hi {name}", "a.two": { one: "{n}", other: "{n}" }, "a.three": "" });
  write("b.en", { "a.one": "Twice" });
  write("a.es", { "a.one": "Hola {nombre}", "a.two": { one: "{n}", other: "{n}" }, "a.four": "" });
  write("a.ru", { "a.one": "Twice", "a.two": "{n}", "a.three": "" });
  await assert.rejects(catalogues(folder), ({ message }: Error) => {
    for (const fault of [
      '"a.one" of b.en.json is in another area too',
      '"a.two" has in es the forms one,other; it needs many,one,other',
      '"a.four" is in es alone',
      '"a.three" is missing in es',
      '"a.one" has other slots in es: {nombre}',
      '"a.two" has plural forms in one language only: ru',
    ]) {
      assert.ok(message.includes(fault), `${fault}\n${message}`);
    }
    return true;
  });
});

test("a form that many numbers take says which number", () => {
  for (const [language, words] of Object.entries(joined)) {
    const rules = new Intl.PluralRules(language);
    const several = new Set([11, 21, 22, 25, 1_000_000].map((count) => rules.select(count)));
    for (const [key, said] of Object.entries(words)) {
      if (typeof said === "string" || !said.other?.includes("{n}")) continue;
      for (const form of several) assert.ok(said[form]?.includes("{n}"), `${key} ${form} in ${language}`);
    }
  }
});

test("texts are set as print is set", () => {
  const wrong: Record<string, RegExp> = { en: /["'«»„]|\.\.\.| - /, es: /["'“”„]|\.\.\.| - /, ru: /["'“”]|\.\.\.| - / };
  for (const [language, bad] of Object.entries(wrong)) {
    const found = texts(language).filter(([, text]) => bad.test(text) || text !== text.trim() || / {2}/.test(text));
    assert.deepEqual(found, [], language);
  }
});

test("nothing was left in English", () => {
  // A message to a client stands in every catalogue in the language of the client.
  const alike = /^language\.|\.general$|^today\.way\.text\./;
  const english = new Map(texts("en"));
  for (const language of ["es", "ru"]) {
    const found = texts(language).filter(
      ([key, text]) => /[a-z]{3}/i.test(text.replace(/\{\w+\}/g, "")) && english.get(key) === text && !alike.test(key),
    );
    assert.deepEqual(found, [], language);
  }
});

test("minor units follow the currency", () => {
  assert.equal(exponent("EUR"), 2);
  assert.equal(exponent("CLP"), 0);
  assert.equal(exponent("KWD"), 3);
  assert.equal(exponent("?"), 2);
});

test("a typed sum is read as the person meant it", () => {
  assert.equal(minor("45", "EUR"), 4500);
  assert.equal(minor("45,5", "EUR"), 4550);
  assert.equal(minor("1.234,50 €", "EUR"), 123450);
  assert.equal(minor("1,234.50", "EUR"), 123450);
  assert.equal(minor("1.234", "EUR"), 123400);
  assert.equal(minor("1 234,5", "EUR"), 123450);
  assert.equal(minor("1\u202f234,50\u00a0₽", "RUB"), 123450);
  assert.equal(minor("1’234.50 CHF", "CHF"), 123450);
  assert.equal(minor("45 руб.", "RUB"), 4500);
  assert.equal(minor(",5", "EUR"), 50);
  assert.equal(minor("12.000", "CLP"), 12000);
  assert.equal(minor("1.5", "KWD"), 1500);
  assert.equal(minor("1,234", "KWD"), 1234000);
  assert.equal(minor("1.234", "KWD"), 1234);
});

test("what is no sum is not read as one", () => {
  for (const text of ["", "ten", "4-5", "12:30", "1.23.50", "1234.567", "45.5.", "."]) {
    assert.equal(minor(text, "EUR"), null, text);
  }
  for (const text of ["12.5", "12,50"]) assert.equal(minor(text, "CLP"), null, text);
});

test("a sum is filled in as it can be typed", () => {
  for (const currency of ["EUR", "CLP", "KWD"]) assert.equal(minor(plainMoney(123450, currency), currency), 123450);
  assert.equal(plainMoney(4550, "EUR"), "45.50");
  assert.equal(money(4550, "EUR"), "€45.50");
  assert.equal(money(4550, "CLP"), "$4,550");
  assert.equal(money(4550, "KWD").replace("\u00a0", " "), "KWD 4.550");
});

test("days, times and lengths are read off as they stand", () => {
  assert.equal(day("2026-11-21", "long"), "Saturday, November 21");
  assert.equal(day("no day"), "");
  assert.match(time("2026-11-21T09:05"), /^9:05\sAM$/);
  assert.equal(duration(90), "1 hr 30 min");
  assert.equal(duration(60), "1 hr");
  assert.equal(duration(0), "0 min");
  assert.equal(list(["Luna", "Toby", "Max"]), "Luna, Toby, and Max");
});

test("a sentence ends in one stop", async () => {
  globalThis.fetch = async () => Response.json({ a: "At {time}.", b: "At {time}, or not." });
  Object.assign(globalThis, { document: { documentElement: {} }, __WORDS__: {} });
  await setLanguage("en", false);
  assert.equal(t("a", { time: "9:00 a.m." }), "At 9:00 a.m.");
  assert.equal(t("a", { time: "9:00" }), "At 9:00.");
  assert.equal(t("b", { time: "9:00 a.m." }), "At 9:00 a.m., or not.");
});
