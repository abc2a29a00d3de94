import { type Refusal, replica } from "../../../sync/replica.ts";
import { Button } from "../kit";
import { Link } from "../router";
import { dateTime, has, t } from "../words";
import { useAbout } from "./about";
import { cellName, valueWords } from "./words";

/** An edit of this phone that the server did not take, with why; it stays until the person has seen it. */
export function RefusedCard({ refusal }: { refusal: Refusal }) {
  const about = useAbout(refusal.table, refusal.id);
  const why = `refused.${refusal.code}`;
  return (
    <article class="paper stack" aria-label={about.title}>
      <header>
        <h3>{about.client ? <Link to={`/clients/${about.client}`}>{about.title}</Link> : about.title}</h3>
        <p class="quiet">{dateTime(refusal.at)}</p>
      </header>
      <dl class="refused-values">
        {Object.entries(refusal.values).map(([cell, value]) => (
          <div key={cell}>
            <dt class="quiet">{cellName(refusal.table, cell)}</dt>
            <dd>{valueWords(refusal.table, cell, value)}</dd>
          </div>
        ))}
      </dl>
      <p>{t(has(why) ? why : "refused.other")}</p>
      <div class="row">
        <Button onClick={() => void replica.dismiss(refusal)}>{t("attention.dismiss")}</Button>
      </div>
    </article>
  );
}
