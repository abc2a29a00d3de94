/** Patterns of paths. Pure. */

/** The parameters of `path` under `pattern` ("/clients/:id/:tab?"), or null when it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/").slice(1);
  const given = path.split("/").slice(1);
  if (given.length > 1 && given.at(-1) === "") given.pop();
  if (given.length > wanted.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index];
    if (part.startsWith(":")) {
      const value = decoded(text);
      if (value === null) return null;
      if (value) found[part.replace(/[:?]/g, "")] = value;
      else if (!part.endsWith("?")) return null;
    } else if (part !== text) return null;
  }
  return found;
}

/** A part of a path as text; null when nobody could have written it. */
function decoded(part = ""): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
