/** Draws the icon files beside this script from the one shape in card.js: `npm run icons`, after a change of the shape. */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { icon } from "./card.js";

const teal = "#0b5552";
const paper = "#fbf9f4";
const framed = icon({ card: paper, ground: teal, radius: 112, scale: 1.25 });
const bleeding = { card: paper, ground: teal };

const pictures = [
  { name: "icon-192.png", size: 192, svg: framed },
  { name: "icon-512.png", size: 512, svg: framed },
  { name: "maskable.png", size: 512, svg: icon({ ...bleeding, scale: 1 }) },
  { name: "apple-touch.png", size: 180, svg: icon({ ...bleeding, scale: 1.2 }) },
  { name: "monochrome.png", size: 512, svg: icon({ card: "#000", scale: 1.2 }) },
];

const here = import.meta.dirname;
await initWasm(await readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
await writeFile(join(here, "icon.svg"), framed);
for (const { name, size, svg } of pictures) {
  const drawing = new Resvg(svg, { fitTo: { mode: "width", value: size } });
  await writeFile(join(here, name), drawing.render().asPng());
}
