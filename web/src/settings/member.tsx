import { useSignal } from "@preact/signals";
import { type Edit, type Row, replica } from "../../../sync/replica.ts";
import { business } from "../business";
import { CellField } from "../card/cell";
import { isEmail } from "../card/check";
import { mailLink } from "../card/reach";
import { remove, update } from "../forms/change";
import { Button, Check, Choice, Confirm } from "../kit";
import { go } from "../router";
import { t } from "../words";
import { AddDevice } from "./adddevice";
import { Gone } from "./catalogue";
import { ColorPicks } from "./colors";
import { Hours } from "./hours";
import { isLastOwner, ROLES, type Role, roleWords } from "./roles";

const SIGHTS = ["money", "contacts", "others"] as const;

/** One person of the team: an owner changes everything here, the others read it. */
export function Member({ id }: { id: string }) {
  const member = replica.table("member").value.get(id);
  if (!member || member.hidden) return <Gone />;
  return replica.me.value?.role === "owner" ? <Changed member={member} /> : <Shown member={member} />;
}

function Shown({ member: { cells } }: { member: Row<"member"> }) {
  return (
    <div class="paper stack">
      <p class="quiet">{t("team.owners-only")}</p>
      <p>
        <b>{t(`team.role.${cells.role ?? "staff"}`)}</b>
        <br />
        {roleWords(cells.role ?? "staff")}
      </p>
      {cells.email && <a href={mailLink(cells.email)}>{cells.email}</a>}
    </div>
  );
}

function Changed({ member }: { member: Row<"member"> }) {
  const asking = useSignal<"invite" | "remove" | Role | "">("");
  const { id, cells } = member;
  const name = cells.name ?? "";
  const role = cells.role ?? "staff";
  const last = isLastOwner(member);
  const me = replica.me.value?.member === id;
  const close = () => {
    asking.value = "";
  };
  const save = (wanted: Edit<"member">["cells"], field: string) => update(member, wanted, t("card.saved", { field }));
  const give = (wanted: Role) => void save({ role: wanted }, t("cell.role"));
  return (
    <div class="settings-parts">
      <section class="paper stack">
        <CellField row={member} cell="name" label={t("team.name")} required />
        <CellField
          row={member}
          cell="email"
          label={t("team.email")}
          type="email"
          wrong={(text) => (isEmail(text) ? "" : t("card.wrong.email"))}
        />
        <ColorPicks value={cells.color} onChange={(color) => void save({ color }, t("business.color"))} />
      </section>
      <div class="row">
        <Button kind="primary" icon="qr" onClick={() => (asking.value = "invite")}>
          {t(me ? "devices.add" : "team.invite")}
        </Button>
      </div>
      <section class="paper stack" aria-labelledby="member-role">
        <h2 id="member-role">{t("team.may")}</h2>
        {last ? (
          <p>
            <b>{t("team.role.owner")}</b>
            <br />
            {t("team.last-owner")}
          </p>
        ) : (
          <Choice
            label={t("cell.role")}
            value={role}
            options={ROLES.map((value) => ({ value, label: t(`team.role.${value}`) }))}
            onChange={(value) => {
              // One's own step down cannot be taken back by oneself.
              if (me) asking.value = value;
              else give(value);
            }}
          />
        )}
        <p class="quiet">{roleWords(role)}</p>
        {role === "staff" && (
          <>
            {SIGHTS.map((sight) => (
              <Check
                key={sight}
                checked={cells[`sees.${sight}`] !== false}
                onChange={(sees) => void save({ [`sees.${sight}`]: sees }, t(`team.sees.${sight}`))}
              >
                {t(`team.sees.${sight}`)}
              </Check>
            ))}
            <p class="quiet">{t("team.sees.body")}</p>
          </>
        )}
      </section>
      <section class="paper">
        <Hours
          label={t("team.hours")}
          value={cells.hours}
          usual={business.value?.cells.hours ?? null}
          onSave={(hours) => save({ hours }, t("team.hours"))}
        />
      </section>
      {!last && (
        <div class="row">
          <Button kind="danger" icon="delete" onClick={() => (asking.value = "remove")}>
            {t("team.remove")}
          </Button>
        </div>
      )}
      {asking.value === "invite" && <AddDevice member={id} email={cells.email} onClose={close} />}
      {asking.value === "remove" && (
        <Confirm
          danger
          title={t("team.remove.title", { name })}
          body={t(me ? "team.remove.me" : "team.remove.body", { name })}
          action={t("team.remove")}
          onConfirm={() => {
            void remove([{ table: "member", id }], t("team.removed", { name }));
            go("/settings/team", { replace: true });
          }}
          onClose={close}
        />
      )}
      {ROLES.includes(asking.value as Role) && (
        <Confirm
          title={t("team.step-down")}
          body={t("team.step-down.body")}
          action={t("team.step-down.do")}
          onConfirm={() => give(asking.value as Role)}
          onClose={close}
        />
      )}
    </div>
  );
}
