/** Runs the search bench in a browser's page. */
import { measure } from "./search.ts";

Object.assign(globalThis, { measure });
