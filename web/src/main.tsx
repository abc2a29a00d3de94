/** Starts the app: language and the phone's own copy first, then one paint with everything in place. */
import "./style/tokens.css";
import "./style/base.css";
import { render } from "preact";
import { replica } from "../../sync/replica.ts";
import { path } from "./router";
import { actOncePerDoubleTap } from "./shell/doubletap";
import { openScreens } from "./shell/screen";
import { Shell } from "./shell/shell";
import { showTheme } from "./shell/theme";
import { watchVersions } from "./shell/version";
import { ready } from "./today/today";
import { firstLanguage, setLanguage } from "./words";
import { showWordless } from "./words/wordless";

async function start(): Promise<void> {
  showTheme();
  actOncePerDoubleTap();
  const app = document.getElementById("app") as HTMLElement;
  const words = setLanguage(firstLanguage(), false, (times) => {
    if (times === 2) showWordless(app);
  });
  // A copy that cannot be opened is told by the replica's status, on a screen that is there to tell it.
  await Promise.all([words, replica.ready.catch(() => undefined), openScreens()]);
  if (path.value.startsWith("/today")) await ready();
  app.replaceChildren();
  app.removeAttribute("role");
  render(<Shell />, app);
  watchVersions();
}

// Not awaited: what loads later needs this very script, which would then be waiting for it.
void start();
