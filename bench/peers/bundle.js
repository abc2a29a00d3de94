/** Bundles the peers into one script: `node bundle.js TARGET`, in a folder where `npm ci` was done. */
import { build } from "esbuild";

await build({
  entryPoints: ["page.js"],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  charset: "utf8",
  define: { global: "globalThis" },
  logLevel: "warning",
});
