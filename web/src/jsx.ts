/** What the build makes of tags in JSX: it puts these names into every file that has some. */
export { createElement, Fragment } from "preact";
