import assert from "node:assert/strict";
import { test } from "node:test";
import { isEmail, isPhone, isUrl, parseNumber, withScheme } from "../../web/src/card/check.ts";

test("phones as people write them, and nothing that cannot be dialled", () => {
  for (const phone of ["+34 600 123 456", "(212) 555-0199", "8.495.123-45-67", "112 23", "555-0199 ext. 12"]) {
    assert.ok(isPhone(phone), phone);
  }
  for (const phone of ["1234", "call me", "600 123 abc", ""]) assert.ok(!isPhone(phone), phone);
});

test("emails have a name, an at sign and a domain with a dot", () => {
  for (const email of ["ana@example.org", " ana+pets@mail.example.org ", "пёс@пример.рф"])
    assert.ok(isEmail(email), email);
  for (const email of ["ana", "ana@", "ana@example", "ana lopez@example.org"]) assert.ok(!isEmail(email), email);
});

test("a link gets a scheme and no other than the web's is followed", () => {
  assert.equal(withScheme("example.org/page"), "https://example.org/page");
  assert.equal(withScheme("http://example.org"), "http://example.org");
  assert.ok(isUrl("example.org/page"));
  assert.ok(!isUrl("javascript:alert(document.body)"));
  assert.ok(!isUrl("not a link"));
});

test("numbers with a comma or a dot", () => {
  assert.equal(parseNumber("12,5"), 12.5);
  assert.equal(parseNumber(" 1 234.5 "), 1234.5);
  assert.equal(parseNumber("twelve"), null);
  assert.equal(parseNumber(""), null);
});
