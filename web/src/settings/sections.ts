/** The sections of the settings: what each is called, who may see it and what draws it. */
import type { ComponentType } from "preact";
import { manages, nameOf } from "../business";
import type { IconName } from "../kit";
import { Business } from "./business";
import { Devices } from "./devices";
import { Fields, fieldName } from "./fields";
import { Labels } from "./labels";
import { Look } from "./look";
import { Members } from "./members";
import { ThisPhone } from "./phone";
import { Services } from "./services";
import { SyncLogWords } from "./synclog";

export interface Section {
  /** Its part of the path, `/settings/<section>`. */
  section: string;
  /** What is one person's own on this phone, or the whole business's. */
  group: "own" | "business";
  icon: IconName;
  /** The key of its name. */
  word: string;
  /** Whether this person may see it; everybody where absent. Read while drawing, so that a changed role redraws. */
  may?: () => boolean;
  /** Draws the section, or the item `id` of it. */
  Component: ComponentType<{ id?: string }>;
  /** The heading over an item; "" for one that is not here. */
  title?: (id: string) => string;
}

/** In the order in which they are listed. */
export const SECTIONS: Section[] = [
  { section: "look", group: "own", icon: "language", word: "settings.look", Component: Look },
  { section: "devices", group: "own", icon: "device", word: "settings.devices", Component: Devices },
  { section: "phone", group: "own", icon: "settings", word: "settings.phone", Component: ThisPhone },
  { section: "log", group: "own", icon: "sync", word: "settings.log", Component: SyncLogWords },
  {
    section: "business",
    group: "business",
    icon: "business",
    word: "settings.business",
    may: () => manages.value,
    Component: Business,
  },
  {
    section: "team",
    group: "business",
    icon: "clients",
    word: "settings.team",
    Component: Members,
    title: (id) => nameOf("member", id),
  },
  {
    section: "services",
    group: "business",
    icon: "service",
    word: "services.title",
    may: () => manages.value,
    Component: Services,
    title: (id) => nameOf("service", id),
  },
  {
    section: "labels",
    group: "business",
    icon: "label",
    word: "labels.title",
    may: () => manages.value,
    Component: Labels,
    title: (id) => nameOf("label", id),
  },
  {
    section: "fields",
    group: "business",
    icon: "edit",
    word: "fields.title",
    may: () => manages.value,
    Component: Fields,
    title: fieldName,
  },
];

/** The sections that this person may see, by group. */
export function sections(): { group: Section["group"]; list: Section[] }[] {
  const seen = SECTIONS.filter(({ may }) => may?.() ?? true);
  return (["own", "business"] as const)
    .map((group) => ({ group, list: seen.filter((each) => each.group === group) }))
    .filter(({ list }) => list.length > 0);
}
