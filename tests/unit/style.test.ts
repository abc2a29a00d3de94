import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const SOURCES = join(import.meta.dirname, "../../web/src");
/** Hairlines and nudges by eye are no steps of the grid. */
const HAIR = 3;
const SPACED = /^(?:padding|margin|gap|row-gap|column-gap|border-radius|font-size|font|box-shadow)\b/;
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|lab|lch|oklab|oklch)a?\(|:\s*(?:white|black)\b/i;
const DURATION = /^(?:transition|animation)\b.*\d(?:ms|s)\b/;

/** Every declaration of a file with its line. */
function* declarations(file: string): Generator<{ where: string; said: string }> {
  const bare = readFileSync(join(SOURCES, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, (all) =>
    all.replace(/[^\n]/g, " "),
  );
  for (const [index, line] of bare.split("\n").entries()) {
    const said = line.match(/^\s*([\w-]+:[^{]*);$/)?.[1];
    if (said) yield { where: `${file}:${index + 1}`, said };
  }
}

const wrong = (said: string) =>
  COLOUR.test(said) ||
  DURATION.test(said) ||
  (SPACED.test(said) && [...said.matchAll(/(\d+(?:\.\d+)?)px/g)].some(([, px]) => Number(px) > HAIR));

test("colours, spaces, corners, type and motion come from tokens.css", () => {
  const files = globSync("**/*.css", { cwd: SOURCES }).filter((file) => !file.endsWith("tokens.css"));
  assert.ok(files.length > 10);
  const found = files
    .flatMap((file) => [...declarations(file)])
    .filter(({ said }) => wrong(said))
    .map(({ where, said }) => `${where}: ${said}`);
  assert.deepEqual(found, []);
});

/** Folders whose classes every screen may build on. */
const SHARED = /^(?:kit|shell|style)\//;

test("a class that one folder styles by itself is no other folder's too: all style is one file", () => {
  const alone = new Map<string, string>();
  const uses: { name: string; folder: string }[] = [];
  for (const file of globSync("**/*.css", { cwd: SOURCES })) {
    const folder = file.split("/")[0] ?? "";
    const bare = readFileSync(join(SOURCES, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    for (const [, selectors = ""] of bare.matchAll(/([^{}]+)\{/g)) {
      for (const selector of selectors.split(/,(?![^(]*\))/).map((each) => each.trim())) {
        const [, name] = selector.match(/^\.([\w-]+)$/) ?? [];
        if (name && !SHARED.test(file)) alone.set(name, folder);
        for (const [, used = ""] of selector.matchAll(/\.([\w-]+)/g)) uses.push({ name: used, folder });
      }
    }
  }
  const found = uses.filter(({ name, folder }) => (alone.get(name) ?? folder) !== folder);
  assert.deepEqual(found, []);
});
