/** Requests that the server did not grant. */

/** The server refused a request. `wipe`: this phone is signed out for good. 401 only says: sign in again. */
export class Refused extends Error {
  override name = "Refused";
  readonly status: number;
  readonly code: string;
  readonly wipe: boolean;
  constructor(status: number, body: { type?: string; code?: string; text?: string } = {}) {
    super(body.text ?? `the server answered ${status}`);
    this.status = status;
    this.code = body.code ?? `http-${status}`;
    // Only the server's own words erase anything.
    this.wipe = status === 403 && body.type === "wipe";
  }
}

/**
 * What a response refuses. Raises TypeError, as without a network, for the answer of a captive portal or a broken proxy: our
 * server names a code in JSON whatever it refuses.
 */
export async function refusedBy(response: Response): Promise<Refused> {
  const body = await response.json().catch(() => undefined);
  if (!body?.code && !body?.type) throw new TypeError(`${response.status} is not the server's answer`);
  return new Refused(response.status, body);
}
