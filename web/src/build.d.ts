/** What the build gives to the code beside the code itself. */
declare module "*.css";
/** One drawing of lucide. Its index would bring all that anybody uses into the first screen. */
declare module "lucide/dist/esm/icons/*.mjs" {
  const drawing: import("lucide").IconNode;
  export default drawing;
}
/** The address of the worker that downloads, the name of this build, and the addresses of the files that the service worker keeps. */
declare const __DOWNLOADER__: string;
declare const __VERSION__: string;
declare const __FILES__: [path: string, integrity: string][];
/** The address of the app's first script, which its page names. */
declare const __SCRIPT__: string;
