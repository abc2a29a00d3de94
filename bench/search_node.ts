/** Runs the search bench in Node: the snapshot's lines come in a file, the figures go out as one line of JSON. */
import { readFileSync } from "node:fs";
import { measure } from "./search.ts";

const [path = "", names, more] = process.argv.slice(2);
const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
console.log(JSON.stringify(measure(lines, Number(names), Number(more))));
