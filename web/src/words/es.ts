/** The Spanish catalogue: every area's words in one chunk. */
import type { Catalogue } from ".";
import attention from "./attention.es.json" with { type: "json" };
import bookings from "./bookings.es.json" with { type: "json" };
import calendar from "./calendar.es.json" with { type: "json" };
import card from "./card.es.json" with { type: "json" };
import clients from "./clients.es.json" with { type: "json" };
import forms from "./forms.es.json" with { type: "json" };
import frame from "./frame.es.json" with { type: "json" };
import settings from "./settings.es.json" with { type: "json" };
import signin from "./signin.es.json" with { type: "json" };
import tasks from "./tasks.es.json" with { type: "json" };
import today from "./today.es.json" with { type: "json" };

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
