/** Signing in and out, as the server's `/session` has it. */
import { Refused, refusedBy } from "./refused.ts";
import type { Me } from "./wire.ts";

/** Who signed in, for which business, under which device id. */
export interface Session {
  device: string;
  member: Me;
  business: { id: string };
}

/** Signing in did not work; `code` is the server's, `offline` when it was not reached. */
export class JoinFailed extends Error {
  override name = "JoinFailed";
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** Signs in with a link's token. `label` names this device. Raises JoinFailed. */
export async function join(token: string, label: string): Promise<Session> {
  const headers = { "Content-Type": "application/json" };
  try {
    const response = await fetch("/session", { method: "POST", headers, body: JSON.stringify({ token, label }) });
    if (!response.ok) throw await refusedBy(response);
    return await response.json();
  } catch (error) {
    if (error instanceof Refused) throw new JoinFailed(error.code, error.message);
    throw new JoinFailed("offline", String(error));
  }
}

/** The session that the cookie holds. Raises Refused, 401 when there is none; TypeError without a network, TimeoutError. */
export async function present(signal: AbortSignal): Promise<Session> {
  const response = await fetch("/session", { signal });
  if (!response.ok) throw await refusedBy(response);
  return response.json();
}

/** Ends the session. Raises TypeError without a network, Refused when it may live on. */
export async function leave(): Promise<void> {
  const response = await fetch("/session", { method: "DELETE" });
  // A captive portal says 200 to everything; the server says 204.
  if (response.status === 204) return;
  const refused = await refusedBy(response);
  if (refused.status !== 401 && !refused.wipe) throw refused;
}
