/** The icons of the first screen, from lucide, under the names that screens call them by. The others are in moreicons.ts. */

import ArrowLeft from "lucide/dist/esm/icons/arrow-left.mjs";
import Building2 from "lucide/dist/esm/icons/building-complex.mjs";
import Calendar from "lucide/dist/esm/icons/calendar.mjs";
import CalendarPlus from "lucide/dist/esm/icons/calendar-plus.mjs";
import Check from "lucide/dist/esm/icons/check.mjs";
import ChevronDown from "lucide/dist/esm/icons/chevron-down.mjs";
import ChevronLeft from "lucide/dist/esm/icons/chevron-left.mjs";
import ChevronRight from "lucide/dist/esm/icons/chevron-right.mjs";
import ChevronUp from "lucide/dist/esm/icons/chevron-up.mjs";
import CircleCheck from "lucide/dist/esm/icons/circle-check.mjs";
import CloudOff from "lucide/dist/esm/icons/cloud-off.mjs";
import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import House from "lucide/dist/esm/icons/house.mjs";
import KeyRound from "lucide/dist/esm/icons/key-round.mjs";
import ListTodo from "lucide/dist/esm/icons/list-todo.mjs";
import MapPin from "lucide/dist/esm/icons/map-pin.mjs";
import Menu from "lucide/dist/esm/icons/menu.mjs";
import MessageCircle from "lucide/dist/esm/icons/message-circle.mjs";
import Navigation from "lucide/dist/esm/icons/navigation.mjs";
import Pin from "lucide/dist/esm/icons/pin.mjs";
import Play from "lucide/dist/esm/icons/play.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import RefreshCw from "lucide/dist/esm/icons/refresh-cw.mjs";
import Search from "lucide/dist/esm/icons/search.mjs";
import AlertTriangle from "lucide/dist/esm/icons/triangle-alert.mjs";
import UserPlus from "lucide/dist/esm/icons/user-plus.mjs";
import UserX from "lucide/dist/esm/icons/user-x.mjs";
import Users from "lucide/dist/esm/icons/users.mjs";
import Wallet from "lucide/dist/esm/icons/wallet.mjs";

export const icons = {
  alert: AlertTriangle,
  back: ArrowLeft,
  book: CalendarPlus,
  business: Building2,
  calendar: Calendar,
  cash: Wallet,
  check: Check,
  clients: Users,
  done: CircleCheck,
  down: ChevronDown,
  gate: KeyRound,
  home: House,
  left: ChevronLeft,
  map: Navigation,
  menu: Menu,
  message: MessageCircle,
  missed: UserX,
  more: Ellipsis,
  new: Plus,
  newClient: UserPlus,
  offline: CloudOff,
  pin: Pin,
  place: MapPin,
  right: ChevronRight,
  search: Search,
  start: Play,
  sync: RefreshCw,
  tasks: ListTodo,
  up: ChevronUp,
};
