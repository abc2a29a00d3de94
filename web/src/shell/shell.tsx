import "./shell.css";
import { replica } from "../../../sync/replica.ts";
import { SearchBox } from "../clients/searchbox";
import { Icon, type IconName } from "../kit/icon";
import { lazy } from "../kit/lazy";
import { Toasts } from "../kit/toast";
import { Link, path } from "../router";
import { pressing } from "../tasks/pressing";
import { t } from "../words";
import { Keys } from "./keys";
import { Notices } from "./notices";
import { Screen } from "./screen";
import { SyncStatus } from "./sync";

const PLACES: { to: string; icon: IconName; word: string; also?: RegExp }[] = [
  { to: "/today", icon: "home", word: "nav.today" },
  { to: "/calendar", icon: "calendar", word: "nav.calendar", also: /^\/bookings/ },
  { to: "/clients", icon: "clients", word: "nav.clients" },
  { to: "/tasks", icon: "tasks", word: "nav.tasks" },
  { to: "/more", icon: "menu", word: "nav.more", also: /^\/(settings|attention|alerts|reports|import)/ },
];

const Signin = lazy((later) => later.Signin);

/** The frame round every screen: five places, one search box, one sync status. Without a sign-in, only that page. */
export function Shell() {
  if (replica.me.value === null || path.value === "/join") {
    return (
      <>
        <main id="main" class="main lone">
          <Signin />
        </main>
        <Toasts />
      </>
    );
  }
  return (
    <>
      <a class="skip" href="#main">
        {t("frame.skip")}
      </a>
      <header class="top">
        <SearchBox />
        <SyncStatus />
      </header>
      <nav class="places" aria-label={t("nav.name")}>
        <span class="brand" aria-hidden="true">
          Fichero
        </span>
        <ul>
          {PLACES.map(({ to, icon, word, also }) => (
            <li key={to}>
              <Link to={to} current={path.value === to || path.value.startsWith(`${to}/`) || also?.test(path.value)}>
                <Icon name={icon} size={24} />
                {to === "/tasks" && pressing.value > 0 && (
                  <span class="place-count figures" aria-hidden="true">
                    {pressing.value}
                  </span>
                )}
                {t(word)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" class="main" tabIndex={-1}>
        <Notices />
        <Screen />
      </main>
      <Toasts />
      <Keys />
    </>
  );
}
