/** The tables and the types of their cells. Written by `python -m sync.typescript` from tables.json: change that. */

/** A day as a person says it, `2026-11-21`. */
export type LocalDate = string;
/** A time on the clock of its place, `2026-11-21T09:30`. */
export type LocalTime = string;
/** Milliseconds since 1970 UTC. */
export type Instant = number;
/** The id of a row. */
export type Reference = string;
/** The SHA-256 of a file, in hexadecimal. */
export type FileHash = string;
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export const SCHEMA = 1;

export interface Contact {
  kind?: string;
  value?: string;
}

export interface Address {
  kind?: string;
  street?: string;
  city?: string;
  region?: string;
  postcode?: string;
  country?: string;
  note?: string;
  lat?: number;
  lon?: number;
}

export interface Weight {
  date?: LocalDate;
  grams?: number;
}

export interface Vaccination {
  name?: string;
  expires?: LocalDate;
}

export interface Money {
  amount: number;
  currency: string;
}

export interface When {
  start: LocalTime;
  minutes: number;
  zone: string;
}

export interface Due {
  date?: LocalDate;
  time?: string;
  zone?: string;
}

export interface Pair {
  kept: Reference;
  merged: Reference;
}

export const MEMBER_ROLE = ["owner", "manager", "staff"] as const;
export type MemberRole = (typeof MEMBER_ROLE)[number];

export const CLIENT_STATUS = ["lead", "active", "inactive"] as const;
export type ClientStatus = (typeof CLIENT_STATUS)[number];

export const SERVICE_MODALITY = ["theirs", "ours", "online", "phone"] as const;
export type ServiceModality = (typeof SERVICE_MODALITY)[number];

export const BOOKING_STATUS = ["requested", "confirmed", "completed", "cancelled", "no_show"] as const;
export type BookingStatus = (typeof BOOKING_STATUS)[number];

export const BOOKING_MODALITY = ["theirs", "ours", "online", "phone"] as const;
export type BookingModality = (typeof BOOKING_MODALITY)[number];

export const PAYMENT_KIND = ["payment", "deposit", "tip", "refund", "reversal"] as const;
export type PaymentKind = (typeof PAYMENT_KIND)[number];

export const PAYMENT_METHOD = ["cash", "card", "transfer", "other"] as const;
export type PaymentMethod = (typeof PAYMENT_METHOD)[number];

export const NOTE_KIND = ["general", "meeting", "call", "visit"] as const;
export type NoteKind = (typeof NOTE_KIND)[number];

export const NOTE_VISIBILITY = ["private", "shared"] as const;
export type NoteVisibility = (typeof NOTE_VISIBILITY)[number];

export const FIELD_ON = ["client", "pet", "booking"] as const;
export type FieldOn = (typeof FIELD_ON)[number];

export interface BusinessCells {
  name?: string | null;
  zone?: string | null;
  currency?: string | null;
  locale?: string | null;
  hours?: { [key: string]: Json } | null;
  week_start?: number | null;
  pets?: boolean | null;
  overdue_days?: number | null;
}

export interface MemberCells {
  name?: string | null;
  email?: string | null;
  role?: MemberRole | null;
  color?: string | null;
  hours?: { [key: string]: Json } | null;
  [entry: `alerts.${string}`]: string | number | boolean | null;
  [entry: `sees.${string}`]: boolean | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface ClientCells {
  name?: string | null;
  status?: ClientStatus | null;
  [entry: `phones.${string}`]: Contact | null;
  [entry: `emails.${string}`]: Contact | null;
  [entry: `addresses.${string}`]: Address | null;
  company?: string | null;
  position?: string | null;
  language?: string | null;
  tax_id?: string | null;
  birth_date?: LocalDate | null;
  emergency?: string | null;
  pickup?: string | null;
  [entry: `labels.${string}`]: boolean | null;
  [entry: `custom.${string}`]: string | number | boolean | null;
  photo?: FileHash | null;
  source?: string | null;
  registered?: Instant | null;
  blocked?: boolean | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface PetCells {
  client?: Reference | null;
  name?: string | null;
  species?: string | null;
  breed?: string | null;
  sex?: string | null;
  birth_date?: LocalDate | null;
  coat?: string | null;
  [entry: `weights.${string}`]: Weight | null;
  [entry: `codes.${string}`]: string | number | boolean | null;
  allergies?: string | null;
  vet?: string | null;
  [entry: `vaccinations.${string}`]: Vaccination | null;
  [entry: `custom.${string}`]: string | number | boolean | null;
  photo?: FileHash | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface ServiceCells {
  name?: string | null;
  minutes?: number | null;
  buffer?: number | null;
  price?: Money | null;
  modality?: ServiceModality | null;
  color?: string | null;
  [entry: `members.${string}`]: boolean | null;
  rebook_days?: number | null;
  bookable?: boolean | null;
  archived?: boolean | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface BookingCells {
  client?: Reference | null;
  [entry: `pets.${string}`]: boolean | null;
  service?: Reference | null;
  member?: Reference | null;
  when?: When | null;
  status?: BookingStatus | null;
  started?: Instant | null;
  price?: Money | null;
  modality?: BookingModality | null;
  address?: Address | string | null;
  note?: string | null;
  [entry: `answers.${string}`]: string | number | boolean | null;
  series?: string | null;
  purchase?: string | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface PaymentCells {
  client?: Reference | null;
  booking?: Reference | null;
  kind?: PaymentKind | null;
  money?: Money | null;
  method?: PaymentMethod | null;
  at?: Instant | null;
  member?: Reference | null;
  reverses?: Reference | null;
  invoice?: string | null;
}

export interface NoteCells {
  client?: Reference | null;
  booking?: Reference | null;
  pet?: Reference | null;
  kind?: NoteKind | null;
  body?: string | null;
  visibility?: NoteVisibility | null;
  pinned?: boolean | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface TaskCells {
  client?: Reference | null;
  description?: string | null;
  assignee?: Reference | null;
  due?: Due | null;
  repeat?: string | { [key: string]: Json } | null;
  done?: Instant | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface LabelCells {
  name?: string | null;
  color?: string | null;
  service?: Reference | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface FieldCells {
  on?: FieldOn | null;
  label?: string | null;
  type?: string | null;
  choices?: Json[] | null;
  order?: number | null;
  required?: boolean | null;
  [entry: `asked_by.${string}`]: boolean | null;
  retired?: boolean | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface SegmentCells {
  name?: string | null;
  rules?: { [key: string]: Json } | Json[] | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface MergeCells {
  pair?: Pair | null;
  undone?: boolean | Instant | null;
  deleted?: boolean | null;
  erased?: boolean | null;
}

export interface ConflictCells {
  table?: string | null;
  row?: Reference | null;
  cell?: string | null;
  kept?: Json | null;
  other?: Json | null;
  kept_by?: Reference | null;
  other_by?: Reference | null;
  at?: Instant | null;
  resolved?: boolean | Instant | null;
}

/** The cells of each table; a cell that was never written is absent, one that was emptied is null. */
export interface Tables {
  business: BusinessCells;
  member: MemberCells;
  client: ClientCells;
  pet: PetCells;
  service: ServiceCells;
  booking: BookingCells;
  payment: PaymentCells;
  note: NoteCells;
  task: TaskCells;
  label: LabelCells;
  field: FieldCells;
  segment: SegmentCells;
  merge: MergeCells;
  conflict: ConflictCells;
}

export type TableName = keyof Tables;

/** `hangs`: cells naming the rows it hangs from; `single`: one row a business; `servers`: the server's. */
export interface TableRules {
  readonly hangs: readonly string[];
  readonly single: boolean;
  readonly insertOnly: boolean;
  readonly servers: boolean;
}

export const TABLES: Readonly<Record<TableName, TableRules>> = {
  business: { hangs: [], single: true, insertOnly: false, servers: false },
  member: { hangs: [], single: false, insertOnly: false, servers: false },
  client: { hangs: [], single: false, insertOnly: false, servers: false },
  pet: { hangs: ["client"], single: false, insertOnly: false, servers: false },
  service: { hangs: [], single: false, insertOnly: false, servers: false },
  booking: { hangs: ["client"], single: false, insertOnly: false, servers: false },
  payment: { hangs: ["client", "booking"], single: false, insertOnly: true, servers: false },
  note: { hangs: ["client", "booking", "pet"], single: false, insertOnly: false, servers: false },
  task: { hangs: ["client"], single: false, insertOnly: false, servers: false },
  label: { hangs: [], single: false, insertOnly: false, servers: false },
  field: { hangs: [], single: false, insertOnly: false, servers: false },
  segment: { hangs: [], single: false, insertOnly: false, servers: false },
  merge: { hangs: ["pair"], single: false, insertOnly: false, servers: false },
  conflict: { hangs: [], single: false, insertOnly: false, servers: true },
};
