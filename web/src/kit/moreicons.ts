/** The icons that come with the later part, from lucide, under the names that screens call them by. Add a line to use another. */

import Archive from "lucide/dist/esm/icons/archive.mjs";
import BookOpen from "lucide/dist/esm/icons/book-open.mjs";
import Copy from "lucide/dist/esm/icons/copy.mjs";
import Dog from "lucide/dist/esm/icons/dog.mjs";
import Download from "lucide/dist/esm/icons/download.mjs";
import ExternalLink from "lucide/dist/esm/icons/external-link.mjs";
import Languages from "lucide/dist/esm/icons/languages.mjs";
import LogOut from "lucide/dist/esm/icons/log-out.mjs";
import Mail from "lucide/dist/esm/icons/mail.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Phone from "lucide/dist/esm/icons/phone.mjs";
import QrCode from "lucide/dist/esm/icons/qr-code.mjs";
import Scissors from "lucide/dist/esm/icons/scissors.mjs";
import Settings from "lucide/dist/esm/icons/settings.mjs";
import Smartphone from "lucide/dist/esm/icons/smartphone.mjs";
import StickyNote from "lucide/dist/esm/icons/sticky-note.mjs";
import Tag from "lucide/dist/esm/icons/tag.mjs";
import Trash2 from "lucide/dist/esm/icons/trash.mjs";
import Undo2 from "lucide/dist/esm/icons/undo-2.mjs";
import User from "lucide/dist/esm/icons/user.mjs";
import X from "lucide/dist/esm/icons/x.mjs";

export const moreIcons = {
  archive: Archive,
  client: User,
  close: X,
  copy: Copy,
  delete: Trash2,
  download: Download,
  device: Smartphone,
  edit: Pencil,
  external: ExternalLink,
  label: Tag,
  language: Languages,
  mail: Mail,
  manual: BookOpen,
  note: StickyNote,
  pet: Dog,
  phone: Phone,
  qr: QrCode,
  service: Scissors,
  settings: Settings,
  signOut: LogOut,
  undo: Undo2,
};
