import { replica } from "../../../sync/replica.ts";
import { toast } from "../kit";
import { go } from "../router";
import { t } from "../words";

/** Signs this device out and erases its copy. Without the server nothing happens, and the person is told so. */
export async function leave(): Promise<void> {
  try {
    await replica.signOut();
    go("/today", { replace: true });
  } catch {
    toast(t("devices.offline"));
  }
}
