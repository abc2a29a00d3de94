/** The devices list: as the server gives it, and as it was when it was last asked. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { remember, remembered } from "../../../sync/holding.ts";
import { replica } from "../../../sync/replica.ts";
import { ask, type Device } from "./api";

interface Known {
  /** When the server gave it: ms UTC. */
  at: number;
  devices: Device[];
}

interface Listed {
  known: Signal<Known | undefined>;
  /** The server was not reached when last asked: the list is an old one. */
  offline: Signal<boolean>;
  /** Asks again. */
  load(): Promise<void>;
}

/** Where one is signed in; asked for as it appears and whenever the connection comes back. */
export function useDevices(): Listed {
  const known = useSignal<Known | undefined>(undefined);
  const offline = useSignal(false);
  const business = replica.me.value?.business ?? "";
  const connected = replica.status.value.state !== "offline";
  const load = async () => {
    try {
      const { devices } = await ask<{ devices: Device[] }>("GET", "/devices");
      known.value = { at: Date.now(), devices };
      offline.value = false;
      await remember(business, known.value);
    } catch {
      offline.value = true;
      known.value ??= await remembered<Known>(business).catch(() => undefined);
    }
  };
  useEffect(() => {
    void load();
  }, [connected]);
  return { known, offline, load };
}
