import "./signin.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { JoinFailed, replica } from "../../../sync/replica.ts";
import { Button, Choice, LinkButton, TextField } from "../kit";
import { go } from "../router";
import { has, LANGUAGES, language, setLanguage, t } from "../words";
import { deviceName, tokenOf } from "./link";

const installed = (): boolean => matchMedia("(display-mode: standalone)").matches;

/** Signing in by a link: the one that was opened, or one pasted here, since a home-screen app does not see the browser's. */
export default function Signin() {
  const problem = useSignal("");
  const busy = useSignal(false);
  const pasted = useSignal("");
  const label = useSignal(deviceName(navigator.userAgent, installed() ? t("signin.home-screen") : ""));
  const held = useSignal("");
  const { me, status } = replica;
  const stays = me.value !== null && status.value.problem !== "signed-out";

  const join = async (token: string) => {
    busy.value = true;
    problem.value = "";
    try {
      await replica.join(token, label.value);
      go("/today", { replace: true });
    } catch (error) {
      const code = error instanceof JoinFailed ? error.code : "";
      problem.value = t(has(`signin.failed.${code}`) ? `signin.failed.${code}` : "signin.failed");
    }
    busy.value = false;
  };

  useEffect(() => {
    document.title = "Fichero";
    const token = tokenOf(location.hash);
    if (!token) return;
    // A used token has no business in the history or under a shoulder.
    history.replaceState(history.state, "", "/join");
    if (stays) held.value = token;
    else void join(token);
  }, []);

  if (busy.value) {
    return (
      <div class="signin" aria-busy="true">
        <h1>{t("signin.busy")}</h1>
        <progress aria-label={t("signin.busy")} />
      </div>
    );
  }
  if (stays && !problem.value) {
    return (
      <div class="signin">
        <h1>{t("signin.already")}</h1>
        <p>{t("signin.already.body")}</p>
        <LinkButton kind="primary" to="/today">
          {t("signin.go-on")}
        </LinkButton>
        {held.value && <Button onClick={() => join(held.value)}>{t("signin.instead")}</Button>}
      </div>
    );
  }
  return (
    <form
      class="signin"
      onSubmit={(event) => {
        event.preventDefault();
        const token = tokenOf(pasted.value);
        if (token) void join(token);
        else problem.value = t("signin.no-link");
      }}
    >
      <p class="signin-brand">Fichero</p>
      <h1>{t("signin.title")}</h1>
      <p>{t("signin.how")}</p>
      {problem.value && (
        <p class="signin-problem" role="alert">
          {problem.value}
        </p>
      )}
      <TextField
        label={t("signin.link")}
        value={pasted.value}
        inputMode="url"
        onInput={(text) => {
          pasted.value = text;
        }}
      />
      <TextField
        label={t("signin.device")}
        hint={t("signin.device.hint")}
        value={label.value}
        maxLength={60}
        onInput={(text) => {
          label.value = text;
        }}
      />
      <Button kind="primary" type="submit" wide>
        {t("signin.enter")}
      </Button>
      <p class="quiet">{t("signin.more")}</p>
      <Choice
        label={t("settings.language")}
        value={language.value}
        options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        onChange={(value) => void setLanguage(value)}
      />
    </form>
  );
}
