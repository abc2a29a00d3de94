/** Ids of rows. They stand apart from `names.ts`, since nothing makes a row before the first screen is drawn. */
export { uuidv7 as newId } from "uuidv7";
export { uuid5 } from "./uuid5.ts";
