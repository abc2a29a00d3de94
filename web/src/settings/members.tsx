import { useSignal } from "@preact/signals";
import { replica } from "../../../sync/replica.ts";
import { byName, live } from "../business";
import { isEmail } from "../card/check";
import { create } from "../forms/change";
import { Button, Choice, Sheet, TextField } from "../kit";
import { go } from "../router";
import { t } from "../words";
import { Catalogue } from "./catalogue";
import { nextColor } from "./colors";
import { Member } from "./member";
import { ROLES, type Role, roleWords } from "./roles";

/** The people of the business, and the way in for another; or one of them. */
export function Members({ id }: { id?: string }) {
  return id ? <Member id={id} /> : <Team />;
}

function Team() {
  const adding = useSignal(false);
  const me = replica.me.value;
  const owner = me?.role === "owner";
  const members = byName("member");
  return (
    <div class="stack">
      {!owner && <p class="quiet">{t("team.owners-only")}</p>}
      <Catalogue
        label={t("team.title")}
        entries={members.map(({ id, cells, waiting }) => ({
          id,
          waiting,
          name: id === me?.member ? t("attention.you", { name: cells.name ?? "" }) : (cells.name ?? ""),
          to: `/settings/team/${id}`,
          more: t(`team.role.${cells.role ?? "staff"}`),
          color: cells.color,
        }))}
      />
      {owner && (
        <div class="row">
          <Button kind="primary" icon="newClient" onClick={() => (adding.value = true)}>
            {t("team.add")}
          </Button>
        </div>
      )}
      {adding.value && <NewMember onClose={() => (adding.value = false)} />}
    </div>
  );
}

/** Adds a person to the team; the way in is given on their page, since that needs the server. */
function NewMember({ onClose }: { onClose: () => void }) {
  const name = useSignal("");
  const email = useSignal("");
  const role = useSignal<Role>("staff");
  const tried = useSignal(false);
  const nameless = !name.value.trim();
  const unmailable = email.value.trim() !== "" && !isEmail(email.value);
  const add = (event: Event) => {
    event.preventDefault();
    tried.value = true;
    if (nameless || unmailable) return;
    const cells = {
      name: name.value.trim(),
      role: role.value,
      color: nextColor(live("member").map(({ cells }) => cells.color)),
      ...(email.value.trim() ? { email: email.value.trim() } : {}),
    };
    const id = create("member", cells, t("team.added", { name: cells.name }));
    onClose();
    go(`/settings/team/${id}`);
  };
  return (
    <Sheet title={t("team.add")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={add}>
        <TextField
          autoFocus
          label={t("team.name")}
          value=""
          maxLength={200}
          error={tried.value && nameless ? t("card.wrong.empty") : ""}
          onInput={(text) => (name.value = text)}
        />
        <TextField
          label={t("team.email")}
          type="email"
          value=""
          error={tried.value && unmailable ? t("card.wrong.email") : ""}
          onInput={(text) => (email.value = text)}
        />
        <Choice
          label={t("cell.role")}
          value={role.value}
          options={ROLES.map((value) => ({ value, label: t(`team.role.${value}`) }))}
          onChange={(value) => {
            role.value = value;
          }}
        />
        <p class="quiet">{roleWords(role.value)}</p>
        <Button kind="primary" type="submit" wide>
          {t("business.add")}
        </Button>
      </form>
    </Sheet>
  );
}
