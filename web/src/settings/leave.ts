import { replica } from "../../../sync/replica.ts";
import { go } from "../router";

/** Signs this device out and erases its copy; where the server is not reached, the session ends at the next start. */
export async function leave(): Promise<void> {
  await replica.signOut();
  go("/today", { replace: true });
}
