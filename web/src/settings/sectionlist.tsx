import { Icon } from "../kit";
import { Link } from "../router";
import { t } from "../words";
import { sections } from "./sections";

/** The sections that this person may see, each a link; `open` is the one that stands beside the list. */
export function SectionList({ open }: { open?: string }) {
  return (
    <>
      {sections().map(({ group, list }) => (
        <section class="settings-group" key={group} aria-labelledby={`settings-${group}`}>
          <h2 id={`settings-${group}`}>{t(`settings.group.${group}`)}</h2>
          <ul class="paper lines">
            {list.map(({ section, icon, word }) => (
              <li key={section}>
                <Link to={`/settings/${section}`} class="line" current={section === open} replace={open !== undefined}>
                  <Icon name={icon} />
                  <span>{t(word)}</span>
                  <Icon name="right" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
