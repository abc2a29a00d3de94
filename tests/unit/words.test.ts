import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exponent } from "../../web/src/words/index.ts";
import { minor } from "../../web/src/words/sums.ts";

type Forms = string | Record<string, string>;
const folder = join(import.meta.dirname, "../../web/src/words");
const areas = [...new Set(readdirSync(folder).flatMap((name) => name.match(/^(\w+)\.en\.json$/)?.[1] ?? []))];
const read = (area: string, language: string): Record<string, Forms> =>
  JSON.parse(readFileSync(join(folder, `${area}.${language}.json`), "utf8"));
const slots = (forms: Forms) => [...new Set(JSON.stringify(forms).match(/\{\w+\}/g) ?? [])].sort();

for (const area of areas) {
  for (const language of ["es", "ru"]) {
    test(`${area} says in ${language} what it says in English`, () => {
      const [english, other] = [read(area, "en"), read(area, language)];
      assert.deepEqual(Object.keys(other).sort(), Object.keys(english).sort());
      for (const [key, forms] of Object.entries(english)) {
        assert.deepEqual(slots(other[key] ?? ""), slots(forms), key);
      }
    });
    test(`${area} has every plural form of ${language}`, () => {
      const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const [key, forms] of Object.entries(read(area, language))) {
        if (typeof forms !== "string") assert.deepEqual(Object.keys(forms).sort(), [...wanted].sort(), key);
      }
    });
  }
}

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
  assert.equal(minor("12.000", "CLP"), 12000);
  assert.equal(minor("", "EUR"), null);
  assert.equal(minor("ten", "EUR"), null);
});
