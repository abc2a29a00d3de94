/** What the build gives to the code beside the code itself. */
declare module "*.css";
/** The name of this build, and the addresses of the files that the service worker keeps. */
declare const __VERSION__: string;
declare const __FILES__: string[];
/** The addresses of the catalogues. */
declare const __WORDS__: Record<"en" | "es" | "ru", string>;
