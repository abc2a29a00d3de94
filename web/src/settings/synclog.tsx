import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Logged } from "../../../sync/database.ts";
import { logged } from "../../../sync/holding.ts";
import { replica } from "../../../sync/replica.ts";
import { LOG_CHANNEL } from "../../../sync/synclog.ts";
import { Button, Empty, toast } from "../kit";
import { day, duration, has, n, number, t, time } from "../words";

/** What syncing did of late, in words, the latest first. */
export function SyncLogWords() {
  const lines = useSignal<Logged[] | undefined>(undefined);
  const business = replica.me.value?.business;
  useEffect(() => {
    if (!business) return;
    const read = () =>
      void logged(business).then(
        (found) => (lines.value = found.reverse()),
        () => undefined,
      );
    const channel = new BroadcastChannel(LOG_CHANNEL);
    channel.onmessage = read;
    read();
    return () => channel.close();
  }, [business]);
  if (!lines.value) return null;
  if (!lines.value.length) return <Empty icon="sync" title={t("log.none")} body={t("log.none.body")} />;
  const copy = () => navigator.clipboard.writeText(forSupport(lines.value ?? [])).then(() => toast(t("log.copied")));
  return (
    <div class="stack">
      <p class="quiet">{t("log.body")}</p>
      <ol class="paper lines log figures">
        {lines.value.map((line, at) => (
          <li class="line" key={`${line.at} ${at}`}>
            <time dateTime={new Date(line.at).toISOString()} class="quiet">
              {sameDay(line.at) ? time(line.at) : `${day(line.at)} ${time(line.at)}`}
            </time>
            <span>{said(line)}</span>
          </li>
        ))}
      </ol>
      <div class="row">
        <Button icon="copy" onClick={() => void copy()}>
          {t("log.copy")}
        </Button>
      </div>
    </div>
  );
}

const sameDay = (at: number): boolean => new Date(at).toDateString() === new Date().toDateString();

/** A line of the log as a person says it. */
function said({ kind, n: count = 0, s = 0, why = "" }: Logged): string {
  if (kind === "copied") return n("log.copied-rows", count, { time: seconds(s) });
  if (kind === "clock") return t(s > 0 ? "log.clock.behind" : "log.clock.ahead", { time: seconds(Math.abs(s)) });
  const key = why && has(`log.${kind}.${why}`) ? `log.${kind}.${why}` : `log.${kind}`;
  return count ? n(key, count) : t(key);
}

const seconds = (s: number): string => (s < 90 ? t("log.seconds", { n: number(s) }) : duration(Math.round(s / 60)));

/** The log as text for whoever helps: times, kinds and counts, which say nothing of anybody. */
function forSupport(lines: Logged[]): string {
  const head = [`Fichero ${navigator.userAgent}`, new Date().toISOString()];
  const body = lines.map(({ at, ...rest }) => [new Date(at).toISOString(), ...Object.values(rest)].join(" "));
  return [...head, ...body].join("\n");
}
