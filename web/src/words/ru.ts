/** The Russian catalogue: every area's words in one chunk. */
import type { Catalogue } from ".";
import attention from "./attention.ru.json" with { type: "json" };
import bookings from "./bookings.ru.json" with { type: "json" };
import calendar from "./calendar.ru.json" with { type: "json" };
import card from "./card.ru.json" with { type: "json" };
import clients from "./clients.ru.json" with { type: "json" };
import forms from "./forms.ru.json" with { type: "json" };
import frame from "./frame.ru.json" with { type: "json" };
import settings from "./settings.ru.json" with { type: "json" };
import signin from "./signin.ru.json" with { type: "json" };
import tasks from "./tasks.ru.json" with { type: "json" };
import today from "./today.ru.json" with { type: "json" };

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
