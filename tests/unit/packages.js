/** Lets Node load the app's sources as esbuild does: packages from web/node_modules, and imports without `.ts`. */
import { registerHooks } from "node:module";

const web = new URL("../../web/package.json", import.meta.url).href;

registerHooks({
  resolve(name, context, next) {
    if (/^\.{1,2}$/.test(name)) return next(`${name}/index.ts`, context);
    if (/^\.{1,2}\//.test(name)) return next(/\.[a-z]+$/.test(name) ? name : `${name}.ts`, context);
    return next(name, /^(node|file):/.test(name) || !context.parentURL ? context : { ...context, parentURL: web });
  },
});
