import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { icons } from "../../web/src/kit/icons.ts";
import { moreIcons } from "../../web/src/kit/moreicons.ts";

const source = join(import.meta.dirname, "../../web/src");

/** Every file of the app that comes with the first screen. */
function firstScreen(): Map<string, string> {
  const files = new Map<string, string>();
  const open = [join(source, "main.tsx")];
  for (const path of open) {
    if (files.has(path)) continue;
    const text = readFileSync(path, "utf8");
    files.set(path, text);
    for (const [, name] of text.matchAll(/^(?:import|export) (?!type)[^;]*?"(\.{1,2}\/[^"]*)";/gms)) {
      const base = join(dirname(path), name ?? "");
      const found = [base, `${base}.ts`, `${base}.tsx`, join(base, "index.ts")].find(
        (each) => /\.tsx?$/.test(each) && existsSync(each),
      );
      if (found) open.push(found);
    }
  }
  return files;
}

/** The names of icons in a source: `icon="x"`, `icon: "x"`, `<Icon name={so ? "x" : "y"}`. */
function used(text: string): string[] {
  const places = [...text.matchAll(/\bicon(?:=|: )(?:"\w+"|\{[^}]*\})|<Icon name=(?:"\w+"|\{[^}]*\})/g)].join(" ");
  return [...places.matchAll(/"(\w+)"/g)].map(([, name]) => name ?? "");
}

test("the first screen has the icons that it draws, and no others", () => {
  const drawn = new Set([...firstScreen().values()].flatMap(used));
  const missing = [...drawn].filter((name) => name in moreIcons);
  assert.deepEqual(missing, [], "move them from moreicons.ts to icons.ts");
  const idle = Object.keys(icons).filter((name) => !drawn.has(name));
  assert.deepEqual(idle, [], "move them from icons.ts to moreicons.ts");
});
