/**
 * Everything that the first screen does not need. It is one file on purpose: it loads in idle time or with the first
 * screen that is opened, and one file compresses better, and is fetched sooner, than twenty.
 */
import { addIcons } from "./kit/icon";
import { moreIcons } from "./kit/moreicons";

addIcons(moreIcons);

export { default as Attention } from "./attention/attention";
export { default as Booking } from "./bookings/booking";
export { CalendarDay, CalendarMonth, CalendarWeek } from "./calendar/calendar";
export { default as Card } from "./card/card";
export { default as Clients } from "./clients/list";
export { Results } from "./clients/results";
export { BookingForm } from "./forms/booking";
export { PaymentForm } from "./forms/payment";
export { FirstSettings } from "./settings/first";
export { default as More } from "./settings/more";
export { default as Settings } from "./settings/settings";
export { KeysSheet } from "./shell/keyssheet";
export { default as Signin } from "./signin/signin";
export { default as Tasks } from "./tasks/tasks";
export { act } from "./today/acts";
export { RouteSheet } from "./today/routesheet";
export { StopSheet } from "./today/stopsheet";
export { watchSwipes } from "./today/swipe";
export { UpNext } from "./today/upnext";
