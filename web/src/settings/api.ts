/** The few questions of the settings that only the server answers. */

/** The server's answer was a refusal, or there was none: `code` is its code, or "offline". */
export class Unanswered extends Error {
  override name = "Unanswered";
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** Asks the server; the session cookie goes along. Raises Unanswered. */
export async function ask<T>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: object): Promise<T> {
  const headers = body && { "Content-Type": "application/json" };
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) }).catch(() => null);
  if (!answer) throw new Unanswered("offline", "");
  const told = answer.status === 204 ? {} : await answer.json().catch(() => null);
  // What is no JSON comes from a captive portal or a proxy: the server was not reached.
  if (!told) throw new Unanswered("offline", "");
  if (!answer.ok) throw new Unanswered(told.code ?? String(answer.status), told.text ?? "");
  return told as T;
}

export interface Device {
  id: string;
  label: string;
  member: string;
  /** ms UTC. */
  seen: number;
  current: boolean;
  /** Signed out from elsewhere, and not heard of since. */
  revoked: boolean;
}

export interface NewLink {
  link: string;
  /** SVG text. */
  qr: string;
  /** ms UTC. */
  expires: number;
}
