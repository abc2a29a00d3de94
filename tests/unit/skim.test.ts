/** Rows read out of their JSON are those that the browser's own parser would give. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../../sync/row.ts";
import { skim } from "../../sync/skim.ts";
import type { WireRow } from "../../sync/wire.ts";

const STAMP = "0m2xcu4w0-000-at4lue5h";
const LATER = "0m2xcu4w1-000-at4lue5h";

function row(v: WireRow["v"], x: WireRow["x"] = {}): WireRow {
  return { t: "client", i: "0192e2cf-c440-7b44-9c91-37072f54af27", q: 1, s: STAMP, v, x };
}

function agree(rows: WireRow[]): void {
  const text = JSON.stringify(rows);
  const skimmed = skim(text);
  assert.deepEqual(
    skimmed.map(({ from, to, ...plain }) => plain),
    rows.map(plain),
  );
  assert.deepEqual(
    skimmed.map(({ from, to }) => JSON.parse(text.slice(from, to))),
    rows,
  );
}

test("every kind of value, and cells of collections apart", () => {
  agree([
    row({
      name: "Invented",
      empty: "",
      none: null,
      yes: true,
      no: false,
      nothing: {},
      list: [],
      deep: { a: [1, { b: [] }, null, "x"], c: -1.5e-7 },
      numbers: [0, -0.25, 1e21, 12345678901234, 3],
      "phones.a.b": { kind: "mobile", value: "+34 600 000 000" },
      "phones.c": null,
      "labels.d": true,
    }),
    row({}),
  ]);
  agree([]);
});

test("texts of any letters, with and without escapes", () => {
  const hard = 'a"b\\c\n\t\u0000 {"x":[1,2],"v":{}} \\" \u00e9\u0416\u{1f436} \u2028 \ud800';
  agree([
    row({ name: hard, plain: "before", [hard]: "key", last: "\\" }),
    row({ name: "after" }),
    row({ name: "\\\\" }),
  ]);
  agree([row({ name: "none" }), row({ name: hard })]);
});

test("what was deleted or erased is hidden as its stamps say", () => {
  agree([
    row({ name: "gone", deleted: true }, { deleted: LATER }),
    row({ name: "back", deleted: true }, { name: LATER }),
    row({ name: "kept", deleted: false }),
    row({ erased: true }),
  ]);
});

test("what is cut or no list of rows is a fault, wherever it ends", () => {
  const whole = JSON.stringify([row({ name: 'quo"ted', n: 12, yes: true, "phones.a": { value: "x" }, list: [1] })]);
  for (let end = 0; end < whole.length; end += 1) assert.throws(() => skim(whole.slice(0, end)), SyntaxError, `${end}`);
  for (const text of ["<html>", "{}", "[1]", '["a"]', "[{}]", '[{"t":1}]', '[{"t":"client",}]', "[,]"]) {
    assert.throws(() => skim(text), SyntaxError, text);
  }
});
