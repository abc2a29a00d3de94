import { replica } from "../../../sync/replica.ts";
import { Button, LinkButton } from "../kit/button";
import { Icon } from "../kit/icon";
import { n, number, t } from "../words";
import { newVersion, takeNewVersion } from "./version";

/** What the person should know of the app itself, in plain words, with what to do. Most days it is empty. */
export function Notices() {
  const { problem, waiting, progress } = replica.status.value;
  return (
    <div class="notices">
      {problem && (
        <div class="notice problem" role="alert">
          <Icon name="alert" />
          <p>
            {t(`problem.${problem}`)} {waiting > 0 && n("problem.waiting", waiting)}
          </p>
          {problem === "signed-out" && <LinkButton to="/join">{t("problem.sign-in")}</LinkButton>}
          {problem === "upgrade" && <Button onClick={takeNewVersion}>{t("frame.reload")}</Button>}
        </div>
      )}
      {progress && (
        <div class="notice first">
          <label>
            <span>{t("sync.first", { done: number(progress.done), total: number(progress.total) })}</span>
            <progress value={progress.done} max={Math.max(1, progress.total)} />
          </label>
        </div>
      )}
      {newVersion.value && (
        <div class="notice" role="status">
          <p>{t("frame.new-version")}</p>
          <Button onClick={takeNewVersion}>{t("frame.reload")}</Button>
        </div>
      )}
    </div>
  );
}
