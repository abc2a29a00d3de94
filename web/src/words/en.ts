/** The English catalogue: every area's words in one chunk. */
import type { Catalogue } from ".";
import attention from "./attention.en.json" with { type: "json" };
import bookings from "./bookings.en.json" with { type: "json" };
import calendar from "./calendar.en.json" with { type: "json" };
import card from "./card.en.json" with { type: "json" };
import clients from "./clients.en.json" with { type: "json" };
import forms from "./forms.en.json" with { type: "json" };
import frame from "./frame.en.json" with { type: "json" };
import settings from "./settings.en.json" with { type: "json" };
import signin from "./signin.en.json" with { type: "json" };
import tasks from "./tasks.en.json" with { type: "json" };
import today from "./today.en.json" with { type: "json" };

const words: Catalogue = {
  ...frame,
  ...signin,
  ...settings,
  ...today,
  ...tasks,
  ...calendar,
  ...attention,
  ...clients,
  ...card,
  ...bookings,
  ...forms,
};
export default words;
