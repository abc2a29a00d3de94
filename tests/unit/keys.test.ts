import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { catalogues } from "../../web/catalogues.js";

const source = join(import.meta.dirname, "../../web/src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
const code = files.map((name) => readFileSync(join(source, name), "utf8")).join("\n");
const { tables } = JSON.parse(readFileSync(join(import.meta.dirname, "../../sync/tables.json"), "utf8"));
const known = Object.keys((await catalogues()).en ?? {});
const areas = [...new Set(known.map((key) => key.split(".")[0]))].join("|");
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Keys that stand in the sources as they are, or the beginning of keys whose end is put to them elsewhere. */
const written = [...code.matchAll(new RegExp(`"((?:${areas})\\.[^"\\s]+(?: [^"\\s]+)*)"`, "g"))].map(
  ([, key]) => key ?? "",
);
/** Keys that are put together: `card.wrong.${type}`. */
const made = [...code.matchAll(new RegExp(`\`((?:${areas})\\.[^\`]*)\``, "g"))].map(([, key]) => key ?? "");
const patterns = made.map(
  (key) =>
    new RegExp(
      `^${key
        .split(/\$\{.*?\}/)
        .map(literal)
        .join(".+")}$`,
    ),
);

const exists = (key: string) => known.includes(key) || known.some((each) => each.startsWith(key.replace(/\.?$/, ".")));

test("every key that the sources name is in the catalogues", () => {
  assert.deepEqual([...new Set(written.filter((key) => !exists(key)))], []);
  const empty = made.filter((_, index) => !known.some((key) => patterns[index]?.test(key)));
  assert.deepEqual(empty, []);
});

test("every key of the catalogues is named by the sources", () => {
  const named = (key: string) =>
    patterns.some((pattern) => pattern.test(key)) ||
    written.some((each) => key === each || key.startsWith(each.replace(/\.?$/, ".")));
  assert.deepEqual(
    known.filter((key) => !named(key)),
    [],
  );
});

test("every table, cell and choice has its name, for what needs attention", () => {
  const named = new Set<string>();
  for (const [table, { cells }] of Object.entries<{ cells: Record<string, string | { type: string }> }>(tables)) {
    if (table === "conflict") continue; // It is the server's own, and what it tells of is named by the others.
    named.add(`table.${table}`);
    for (const [cell, described] of Object.entries(cells)) {
      const base = cell.split(".")[0];
      if (base === "answers") continue; // A field of the business's own is called as the business calls it.
      const type = typeof described === "string" ? described : described.type;
      named.add(known.includes(`cell.${table}.${base}`) ? `cell.${table}.${base}` : `cell.${base}`);
      const [kind, ...choices] = type.split(" ");
      if (kind === "choice") for (const choice of choices) named.add(`value.${table}.${base}.${choice}`);
    }
  }
  assert.deepEqual(
    [...named].filter((key) => !exists(key)),
    [],
  );
});
