/**
 * Makes classic scripts of the modules that esbuild splits the app into. Of a classic script that a service worker answers
 * for Chromium keeps the compiled code; the functions of a module it compiles anew at every start.
 */

const IMPORT = /\bimport\s*(?:\{([^}]*)\}\s*from\s*)?"\/static\/([^"]+)";?/g;
const LATER = /\bimport\("\/static\/([^"]+)"\)/g;
const EXPORT = /\bexport\s*\{([^}]*)\};?/g;

/** What the text of a module imports before it runs, by the names of their files. */
const imports = (text) => [...text.matchAll(IMPORT)].map(([, , name]) => name);

/** `a as b, c`, as imports and exports name things, for braces where names stand the other way round or the same. */
function renamed(names, pair) {
  const parts = names.split(",").map((each) => each.trim().split(/\s+as\s+/));
  return parts.flatMap(([from, to = from]) => (from ? pair(from, to) : [])).join();
}

/** A script behind those that it needs, in the order in which they run; `texts` has modules by name, `here` run already. */
export function chain(name, texts, here = []) {
  const order = [];
  const visit = (one, above) => {
    if (above.includes(one)) throw new Error(`${one} needs itself: ${above.join(", ")}`);
    if (order.includes(one) || here.includes(one)) return;
    for (const other of imports(texts.get(one))) visit(other, [...above, one]);
    if (!isHollow(texts.get(one))) order.push(one);
  };
  visit(name, []);
  return order;
}

/** Whether a module does nothing but import others. */
function isHollow(text) {
  return (
    text
      .replace(IMPORT, "")
      .replace(/^\s*\/\/.*$/gm, "")
      .trim() === ""
  );
}

/**
 * The classic script of a module. What it exports it leaves in `self.fichero`; so no export may change after its module
 * ran. `first` are the page's own scripts, which are there before any that is loaded later.
 */
export function classic(name, texts, first) {
  const body = texts
    .get(name)
    .replace(IMPORT, (_, names, from) =>
      names ? `const {${renamed(names, (theirs, ours) => `${theirs}: ${ours}`)}} = self.fichero["${from}"];` : "",
    )
    .replace(LATER, (_, wanted) => `self.fichero.load(${JSON.stringify(chain(wanted, texts, first))})`)
    .replace(EXPORT, (_, names) => {
      return `self.fichero["${name}"] = {${renamed(names, (ours, theirs) => `${theirs}: ${ours}`)}};`;
    });
  return `(() => { "use strict";${body}\n})();`;
}
