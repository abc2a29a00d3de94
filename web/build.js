/**
 * Builds the web part into server/static: `node build.js [--watch] [--dev]`.
 *
 * Every file under /static bears a hash of its content, so the server may call it immutable; only sw.js and
 * manifest.json keep their names. build.json tells the server's shell template and the service worker what there is.
 * `--dev` adds source maps and leaves the code readable; `--watch` does that again after every change.
 */
import { createHash } from "node:crypto";
import { watch } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import swc from "@swc/core";
import { build } from "esbuild";
import { catalogues, Disagreement } from "./catalogues.js";
import { chain, classic } from "./classic.js";

const web = import.meta.dirname;
const root = dirname(web);
const target = join(root, "server", "static");
const dev = process.argv.includes("--dev") || process.argv.includes("--watch");
const compressible = new Set([".js", ".css", ".svg", ".json"]);
const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

/** What shortens a bundled script: names that follow one another alike in every function compress better than esbuild's. */
const shortening = { module: true, ecma: 2022, compress: { passes: 3 }, mangle: true, format: { comments: "some" } };

/** What else makes a script out of its sources. */
const making = Promise.all(["classic.js", "loader.js"].map((file) => readFile(join(web, file)))).then((texts) =>
  digest(texts.join()),
);

/** Bundles with what all our bundles share; the files stay in memory. `remade` changes scripts before they are shortened. */
async function bundle({ remade = (files) => files, ...options }) {
  const built = await build({
    absWorkingDir: web,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    charset: "utf8", // or every Cyrillic letter takes six bytes
    target: ["chrome111", "firefox115", "safari16.4"],
    outdir: target,
    publicPath: "/static",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    minify: !dev,
    sourcemap: dev ? "inline" : false,
    // The calls of the classic way are shorter than those of the automatic one, also after brotli.
    jsx: "transform",
    jsxFactory: "createElement",
    jsxFragment: "Fragment",
    plugins: [tags],
    tsconfigRaw: {},
    nodePaths: [join(web, "node_modules")],
    // A hash tells what the script will be, so it must know what shortens it; the comment itself is dropped there.
    footer: { js: dev ? "" : `//${swc.version} ${JSON.stringify(shortening)} ${await making}` },
    logLevel: "warning",
    ...options,
  });
  const files = remade(built.outputFiles, built.metafile);
  return { ...built, outputFiles: dev ? files : await Promise.all(files.map(shortened)) };
}

/** A built file, shortened once more if it is a script. */
async function shortened(file) {
  if (!file.path.endsWith(".js")) return file;
  const { code } = await swc.minify(file.text, shortening);
  return { path: file.path, contents: Buffer.from(code) };
}

/** Gives every file with tags the names that they are compiled to. A script that draws nothing has them nowhere. */
const tags = {
  name: "tags",
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: `import { createElement, Fragment } from "preact"; ${text}`, loader: "tsx" };
    });
  },
};

/**
 * Keeps all that the first screen needs in one script, which compresses better than several: each part that loads later is
 * told to need the whole of it, or esbuild would cut it up by which part shares what.
 */
const firstInOne = {
  name: "first-in-one",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\](later|syncing)\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: `import ${JSON.stringify(join(web, "src", "main.tsx"))};\n${text}`, loader: "ts" };
    });
  },
};

/** One file of words for each language, and their names by language. */
async function words() {
  const joined = await catalogues();
  const files = new Map();
  const names = {};
  for (const [language, said] of Object.entries(joined)) {
    const content = Buffer.from(JSON.stringify(said));
    names[language] = hashed(`words-${language}.json`, content);
    files.set(names[language], content);
  }
  return { files, names };
}

/**
 * The app's scripts, split so that each screen loads when it is opened, and which of them the first screen needs, in their
 * order.
 */
async function scripts(words, downloader = "") {
  const loader = await readFile(join(web, "loader.js"), "utf8");
  let first = [];
  let worker = "";
  const { outputFiles, metafile } = await bundle({
    entryPoints: ["src/main.tsx", "../sync/downloader.ts"],
    splitting: true,
    plugins: [tags, firstInOne],
    legalComments: "linked", // Each script names the file beside it that has the licences.
    define: { __WORDS__: JSON.stringify(words), __DOWNLOADER__: JSON.stringify(downloader) },
    loader: { ".css": "empty" },
    remade(files, { outputs }) {
      const code = files.filter(({ path }) => path.endsWith(".js"));
      const texts = new Map(code.map(({ path, text }) => [basename(path), text]));
      const entry = (source) => basename(Object.keys(outputs).find((path) => outputs[path].entryPoint === source));
      first = chain(entry("src/main.tsx"), texts);
      worker = entry("../sync/downloader.ts");
      const heads = new Map([
        [first[0], loader],
        [
          worker,
          `self.fichero = {}; importScripts(${chain(worker, texts)
            .slice(0, -1)
            .map((name) => `"${address(name)}"`)});`,
        ],
      ]);
      const remade = code.flatMap(({ path }) => {
        const name = basename(path);
        if (name !== worker && chain(name, texts).at(-1) !== name) return [];
        const text = (heads.get(name) ?? "") + classic(name, texts, first);
        return { path, text, contents: Buffer.from(text) };
      });
      return [...files.filter((file) => !code.includes(file)), ...remade];
    },
  });
  // The page's code names its worker, which is known once it is built.
  if (downloader !== address(worker)) return scripts(words, address(worker));
  const parts = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, { inputs }]) => [basename(path), heaviest(inputs)]),
  );
  return { files: named(outputFiles), first, parts };
}

/** The sources that a script has most of, with their bytes in it, for whoever has to make it smaller. */
function heaviest(inputs) {
  const bytes = Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
  return bytes
    .sort((one, other) => other[1] - one[1])
    .slice(0, 12)
    .map(([path, size]) => `${path} ${size}`);
}

/** All style in one file: style that came with a lazy screen would make it jump. Without splitting, esbuild joins it. */
async function styles() {
  const { outputFiles } = await bundle({ entryPoints: ["src/main.tsx"], logLevel: "silent" });
  return named(outputFiles.filter(({ path }) => !path.endsWith(".js")));
}

/** The service worker, told which files to keep for work without a network. */
async function worker(version, files, script) {
  const { outputFiles } = await bundle({
    entryPoints: ["src/sw.ts"],
    entryNames: "[name]",
    format: "iife",
    define: {
      __VERSION__: JSON.stringify(version),
      __FILES__: JSON.stringify(files),
      __SCRIPT__: JSON.stringify(script),
    },
  });
  return named(outputFiles);
}

/** The manifest with the hashed addresses of the pictures that it names by their paths in the repository, and those pictures. */
async function manifest() {
  const text = await readFile(join(root, "manifest.json"), "utf8");
  const described = JSON.parse(text);
  const pictures = new Map();
  for (const picture of pictured(described)) {
    const content = await readFile(join(root, picture.src));
    const name = hashed(basename(picture.src), content);
    pictures.set(name, content);
    picture.src = `/static/${name}`;
  }
  const kept = described.icons.map(({ src }) => basename(src));
  return { files: new Map([...pictures, ["manifest.json", Buffer.from(JSON.stringify(described))]]), kept };
}

/** Every entry of a manifest that has a picture: its own icons and screenshots, and the icons of its shortcuts. */
function pictured(described) {
  const shortcuts = described.shortcuts ?? [];
  return [described, ...shortcuts].flatMap(({ icons = [], screenshots = [] }) => [...icons, ...screenshots]);
}

function named(outputFiles) {
  return new Map(outputFiles.map(({ path, contents }) => [relative(target, path), Buffer.from(contents)]));
}

function hashed(name, content) {
  return `${basename(name, extname(name))}-${digest(content)}${extname(name)}`;
}

function address(name) {
  return `/static/${name}`;
}

/** What the browser must find a file's content to be before the service worker keeps it. */
function integrity(content) {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}

function digest(content) {
  return createHash("sha256").update(content).digest("base64url").replace(/[-_]/g, "").slice(0, 8).toUpperCase();
}

/** Builds everything, replaces server/static at once and reports the sizes. */
async function make() {
  const said = await words();
  const addresses = Object.fromEntries(Object.entries(said.names).map(([language, name]) => [language, address(name)]));
  const [script, style, pictures] = await Promise.all([scripts(addresses), styles(), manifest()]);
  const touch = await readFile(join(web, "icons", "apple-touch.png"));
  const touchName = hashed("apple-touch.png", touch);
  const shell = await readFile(join(root, "server", "templates", "shell.html")).catch(() => Buffer.alloc(0));
  const files = new Map([...script.files, ...style, ...said.files, ...pictures.files, [touchName, touch]]);
  const code = [...script.files.keys()].filter((name) => name.endsWith(".js"));
  const kept = [...code, ...style.keys(), ...said.files.keys(), ...pictures.kept].map(address);
  const version = digest(JSON.stringify([kept, digest(shell)]));
  const checked = kept.map((path) => [path, integrity(files.get(basename(path)))]);
  for (const [name, content] of await worker(version, checked, address(script.first.at(-1)))) files.set(name, content);
  const list = {
    version,
    script: address(script.first.at(-1)),
    before: script.first.slice(0, -1).map(address),
    style: address([...style.keys()].find((name) => name.endsWith(".css")) ?? ""),
    icon: address([...files.keys()].find((name) => name.startsWith("icon-") && name.endsWith(".svg"))),
    touch_icon: address(touchName),
    files: kept,
    parts: script.parts,
  };
  files.set("build.json", Buffer.from(JSON.stringify(list, null, 1)));
  const sizes = await put(files);
  report(sizes, script.first, said.names);
}

/** Writes files with their compressed copies beside the present folder, then takes its place. Gives sizes after brotli. */
async function put(files) {
  const fresh = `${target}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const sizes = new Map();
  for (const [name, content] of files) {
    const path = join(fresh, name);
    await writeFile(path, content);
    sizes.set(name, content.length);
    if (dev || !compressible.has(extname(name))) continue;
    const small = await brotli(content);
    await Promise.all([
      writeFile(`${path}.br`, small),
      gz(content, { level: 9 }).then((all) => writeFile(`${path}.gz`, all)),
    ]);
    sizes.set(name, small.length);
  }
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  return sizes;
}

function report(sizes, first, words) {
  const total = (names) => (names.reduce((sum, name) => sum + sizes.get(name), 0) / 1024).toFixed(1);
  const languages = Object.entries(words).map(([language, name]) => `${language} ${total([name])}`);
  const scripts = [...sizes.keys()].filter((name) => name.endsWith(".js") && name !== "sw.js");
  const styles = [...sizes.keys()].filter((name) => name.endsWith(".css"));
  const measure = dev ? "unminified" : "brotli";
  console.log(
    `web: first screen ${total(first)} KB of scripts, whole app ${total(scripts)} KB, words ${languages.join(", ")} KB, ` +
      `style ${total(styles)} KB, worker ${total(["sw.js"])} KB (${measure})`,
  );
}

/** Builds once; false when the sources do not allow it, which has been told by then, and what was built before stays. */
async function tryMake() {
  try {
    await make();
    return true;
  } catch (error) {
    console.error(error.errors ? "web: not built" : error instanceof Disagreement ? error.message : error);
    return false;
  }
}

/** Builds again after changes. */
function keepMaking() {
  let due;
  const again = () => {
    clearTimeout(due);
    due = setTimeout(tryMake, 100);
  };
  for (const folder of [join(web, "src"), join(root, "sync")]) watch(folder, { recursive: true }, again);
}

const made = await tryMake();
if (process.argv.includes("--watch")) keepMaking();
else if (!made) process.exitCode = 1;
