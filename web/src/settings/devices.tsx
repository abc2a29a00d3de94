import { useSignal } from "@preact/signals";
import { replica } from "../../../sync/replica.ts";
import { live, nameOf } from "../business";
import { Button, Choice, Confirm, Form, FormFoot, Icon, Sheet, TextField, toast } from "../kit";
import { dateTime, t } from "../words";
import { AddDevice } from "./adddevice";
import { ago } from "./ago";
import { ask, type Device } from "./api";
import { useDevices } from "./devicelist";
import { SignOut } from "./signout";

/** Where one is signed in (an owner: where everybody is), with the way out of each and the way in for another. */
export function Devices() {
  const { known, offline, load } = useDevices();
  const adding = useSignal(false);
  const leaving = useSignal<Device | null>(null);
  const naming = useSignal<Device | null>(null);
  const owner = replica.me.value?.role === "owner";
  const member = useSignal(replica.me.value?.member ?? "");

  const tell = async (method: "PATCH" | "DELETE", device: Device, said: string, body?: object) => {
    try {
      await ask(method, `/devices/${device.id}`, body);
      toast(said);
    } catch {
      toast(t("devices.offline"));
    }
    await load();
  };
  return (
    <div class="stack">
      {offline.value && (
        <p class="quiet" role="status">
          {known.value ? t("devices.last-known", { when: dateTime(known.value.at) }) : t("devices.offline")}
        </p>
      )}
      {known.value && (
        <ul class="paper lines">
          {known.value.devices.map((device) => (
            <li class="line wrapping" key={device.id}>
              <Icon name="device" />
              <span>
                <b>{device.label}</b>
                <br />
                <span class="quiet">
                  {owner && `${nameOf("member", device.member)} · `}
                  {device.current
                    ? t(offline.value ? "devices.here" : "devices.here.active")
                    : t(device.revoked ? "devices.revoked" : "devices.seen", { when: ago(device.seen) })}
                </span>
              </span>
              {!device.revoked && (
                <span class="row">
                  <Button label={`${t("devices.rename")}: ${device.label}`} onClick={() => (naming.value = device)}>
                    {t("devices.rename")}
                  </Button>
                  <Button label={`${t("devices.sign-out")}: ${device.label}`} onClick={() => (leaving.value = device)}>
                    {t("devices.sign-out.short")}
                  </Button>
                </span>
              )}
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
          email={replica.table("member").value.get(member.value)?.cells.email}
          onClose={() => {
            adding.value = false;
            void load();
          }}
        />
      )}
      {naming.value && (
        <Rename
          device={naming.value}
          onSave={(label) =>
            void tell("PATCH", naming.value as Device, t("devices.renamed", { name: label }), { label })
          }
          onClose={() => (naming.value = null)}
        />
      )}
      {leaving.value?.current && <SignOut onClose={() => (leaving.value = null)} />}
      {leaving.value && !leaving.value.current && (
        <Confirm
          danger
          title={t("devices.sign-out")}
          body={t("devices.sign-out.body", { name: leaving.value.label })}
          action={t("devices.sign-out")}
          onConfirm={() => {
            const device = leaving.value as Device;
            void tell("DELETE", device, t("devices.gone", { name: device.label }));
          }}
          onClose={() => (leaving.value = null)}
        />
      )}
    </div>
  );
}

/** What a device is called, so that one knows it again in the list. */
function Rename({ device, onSave, onClose }: { device: Device; onSave: (label: string) => void; onClose: () => void }) {
  const label = useSignal(device.label);
  return (
    <Sheet title={t("devices.rename.title")} onClose={onClose}>
      <Form
        onSend={() => {
          const text = label.value.trim();
          if (text && text !== device.label) onSave(text);
          onClose();
        }}
      >
        <TextField
          autoFocus
          label={t("signin.device")}
          hint={t("devices.rename.hint")}
          value={label.value}
          maxLength={60}
          onInput={(text) => {
            label.value = text;
          }}
        />
        <FormFoot send={t("devices.rename.save")} onCancel={onClose} />
      </Form>
    </Sheet>
  );
}
