import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { replica } from "../../../sync/replica.ts";
import { live, nameOf } from "../business";
import { Button, Chip, Choice, Confirm, Icon, toast } from "../kit";
import { dateTime, t } from "../words";
import { AddDevice } from "./adddevice";
import { ask, type Device } from "./api";
import { leave } from "./leave";

/** Where one is signed in (an owner: where everybody is), with the way out of each and the way in for another. */
export function Devices() {
  const devices = useSignal<Device[] | null | undefined>(undefined);
  const adding = useSignal(false);
  const leaving = useSignal<Device | null>(null);
  const owner = replica.me.value?.role === "owner";
  const member = useSignal(replica.me.value?.member ?? "");

  const load = async () => {
    devices.value = await ask<{ devices: Device[] }>("GET", "/devices").then(
      (told) => told.devices,
      () => null,
    );
  };
  useEffect(() => {
    void load();
  }, []);

  const signOut = async (device: Device) => {
    if (device.current) return leave();
    try {
      await ask("DELETE", `/devices/${device.id}`);
      toast(t("devices.gone", { name: device.label }));
    } catch {
      toast(t("devices.offline"));
    }
    await load();
  };
  return (
    <div class="stack">
      {devices.value === null && <p class="quiet">{t("devices.offline")}</p>}
      {devices.value && (
        <ul class="paper lines">
          {devices.value.map((device) => (
            <li class="line" key={device.id}>
              <Icon name="device" />
              <span>
                <b>{device.label}</b> {device.current && <Chip tone="accent">{t("devices.here")}</Chip>}
                <br />
                <span class="quiet">
                  {[owner && nameOf("member", device.member), t("devices.seen", { when: dateTime(device.seen) })]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              <Button label={`${t("devices.sign-out")}: ${device.label}`} onClick={() => (leaving.value = device)}>
                {t("devices.sign-out.short")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {owner && live("member").length > 1 && (
        <Choice
          label={t("devices.for")}
          value={member.value}
          options={live("member").map((row) => ({ value: row.id, label: row.cells.name ?? "" }))}
          onChange={(value) => {
            member.value = value;
          }}
        />
      )}
      <div class="row">
        <Button icon="qr" onClick={() => (adding.value = true)}>
          {t("devices.add")}
        </Button>
      </div>
      {adding.value && (
        <AddDevice
          member={member.value}
          onClose={() => {
            adding.value = false;
            void load();
          }}
        />
      )}
      {leaving.value && (
        <Confirm
          danger
          title={t("devices.sign-out")}
          body={t(leaving.value.current ? "phone.leave.body" : "devices.sign-out.body", { name: leaving.value.label })}
          action={t("devices.sign-out")}
          onConfirm={() => void signOut(leaving.value as Device)}
          onClose={() => (leaving.value = null)}
        />
      )}
    </div>
  );
}
