/** The languages that Fichero speaks. The build, the settings and the tests all take them from here. */
export const LANGUAGES = ["en", "es", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];
