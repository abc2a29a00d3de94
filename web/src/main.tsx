/** Starts the app: language and the phone's own copy first, then one paint with everything in place. */
import "./style/tokens.css";
import "./style/base.css";
import { render } from "preact";
import { replica } from "../../sync/replica.ts";
import { actOncePerDoubleTap } from "./shell/doubletap";
import { openScreens } from "./shell/screen";
import { Shell } from "./shell/shell";
import { showTheme } from "./shell/theme";
import { watchVersions } from "./shell/version";
import { firstLanguage, setLanguage } from "./words";

showTheme();
actOncePerDoubleTap();
// A copy that cannot be opened is told by the replica's status, on a screen that is there to tell it.
await Promise.all([setLanguage(firstLanguage(), false), replica.ready.catch(() => undefined), openScreens()]);
render(<Shell />, document.getElementById("app") as HTMLElement);
watchVersions();
