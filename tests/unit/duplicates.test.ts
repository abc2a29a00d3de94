import assert from "node:assert/strict";
import { test } from "node:test";
import { duplicates } from "../../web/src/clients/duplicates.ts";

/** Made-up clients. */
const CLIENTS = [
  { id: "1", name: "Ana Núñez Peña", phones: ["+34 600 123 456"], emails: ["ana@example.org"] },
  { id: "2", name: "Pedro Gil", phones: ["212-555-0199"], emails: [] },
  { id: "3", name: "Lucía", phones: [], emails: ["Lucia@Example.org"] },
];

const found = (typed: { name?: string; phone?: string; email?: string }) =>
  duplicates(CLIENTS, { name: "", phone: "", email: "", ...typed }).map((client) => client.id);

test("the same phone, with or without its country", () => {
  assert.deepEqual(found({ phone: "600123456" }), ["1"]);
  assert.deepEqual(found({ phone: "0034600123456" }), ["1"]);
  assert.deepEqual(found({ phone: "6001" }), []);
});

test("the same email in any case", () => {
  assert.deepEqual(found({ email: " lucia@example.ORG" }), ["3"]);
});

test("nearly the same name, in any order", () => {
  assert.deepEqual(found({ name: "Núnez Pena Ana" }), ["1"]);
  assert.deepEqual(found({ name: "Pedro Gill" }), ["2"]);
  assert.deepEqual(found({ name: "lucia" }), ["3"]);
  assert.deepEqual(found({ name: "Lucio" }), []);
  assert.deepEqual(found({ name: "Pedro" }), []);
  assert.deepEqual(found({ name: "" }), []);
});

test("a phone or an email says more than a name", () => {
  assert.deepEqual(found({ name: "Pedro Gil", email: "ana@example.org" }), ["1", "2"]);
});
