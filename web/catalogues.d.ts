/** The types of catalogues.js, for the tests; it is plain JavaScript because the build runs it as it is. */
export class Disagreement extends Error {}
export function catalogues(folder?: string): Promise<Record<string, Record<string, string | Record<string, string>>>>;
