import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "../../sync/ids.ts";
import { opName } from "../../sync/names.ts";
import { uuid5 } from "../../sync/uuid5.ts";

const DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

test("ids are those of RFC 9562 and of Python's uuid5", () => {
  assert.equal(uuid5(DNS, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  assert.equal(uuid5(DNS, "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
  assert.equal(uuid5(DNS, ""), "4ebd0208-8328-5d69-8c44-ec50939c0967");
  assert.equal(uuid5("01a20045-c893-7428-bfa7-de58aff1fdd0", "paid:0"), "837aa395-1a91-5f88-8fbb-683a1cf9a4b3");
  assert.equal(uuid5(DNS, "Ёлка 🐕".repeat(40)), "ffcb913a-a1eb-57af-b3a7-a9fc989cb8f6");
});

test("a namespace must be a UUID", () => {
  assert.throws(() => uuid5("paid:0", "x"), TypeError);
});

test("names are random, of base 36, and new ids sort by time", () => {
  const names = new Set(Array.from({ length: 500 }, opName));
  assert.equal(names.size, 500);
  for (const name of names) assert.match(name, /^[0-9a-z]{12}$/);
  const ids = Array.from({ length: 100 }, newId);
  assert.deepEqual([...ids].sort(), ids);
});
