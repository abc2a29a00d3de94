/** The devices list: as the server gives it, and as it was when it was last asked. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { remember, remembered } from "../../../sync/holding.ts";
import { replica } from "../../../sync/replica.ts";
import { ask, type Device } from "./api";

/** How often it is asked whether a device that was signed out has heard so, in ms. */
const AGAIN = 3_000;

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
      devices.sort((one, other) => Number(other.current) - Number(one.current));
      known.value = { at: Date.now(), devices };
      offline.value = false;
      await remember(business, known.value).catch(() => undefined);
    } catch {
      offline.value = true;
      known.value ??= await remembered<Known>(business).catch(() => undefined);
    }
  };
  useEffect(() => {
    void load();
  }, [connected]);
  const revoked = known.value?.devices.some((device) => device.revoked) ?? false;
  useEffect(() => {
    if (!revoked || !connected) return;
    const timer = setInterval(() => void load(), AGAIN);
    return () => clearInterval(timer);
  }, [revoked, connected]);
  return { known, offline, load };
}
