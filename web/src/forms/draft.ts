/** What a person has said of a booking so far, kept in memory when its form is closed by accident. */
import { signal } from "@preact/signals";
import { newId } from "../../../sync/ids";
import { replica } from "../../../sync/replica";
import type { BookingModality } from "../../../sync/tables.gen";
import type { Answers } from "./asked";

/** A client who is made with the booking. */
export interface Fresh {
  /** Ids of the client and the pet to be made. */
  id: string;
  petId: string;
  name: string;
  phone: string;
  pet: string;
}

/** What is null is filled in: from the client's habits, then from the service. */
export interface Draft {
  /** Id of a client who is known, or "". */
  client: string;
  fresh: Fresh | null;
  service: string | null;
  pets: string[] | null;
  member: string | null;
  /** Local start; a day alone while no time is chosen. */
  start: string | null;
  /** As typed. */
  minutes: string | null;
  price: string | null;
  modality: BookingModality | null;
  /** One line, where the client has no address that fits. */
  address: string | null;
  note: string;
  /** To the custom fields that the form asks, as typed. */
  answers: Answers;
}

/** A booking of which nothing is said but, where that is known, whose it is. */
export const blank = (client: string): Draft => ({
  client,
  fresh: null,
  service: null,
  pets: null,
  member: null,
  start: null,
  minutes: null,
  price: null,
  modality: null,
  address: null,
  note: "",
  answers: {},
});

/** A client to be made, of whom a name may be known. */
export const fresh = (name: string): Fresh => ({ id: newId(), petId: newId(), name, phone: "", pet: "" });

const kept = signal<{ of: string; draft: Draft } | null>(null);

/** Who is signed in: nobody else is shown what they typed. */
const person = () => replica.me.value?.member ?? "";

/** Keeps a draft in which something was said beyond whose booking it is. */
export function keep(draft: Draft): void {
  const { client, answers, ...said } = draft;
  if (Object.values({ ...said, ...answers }).some(Boolean)) kept.value = { of: person(), draft };
}

/** The draft that was left, if it may be of this client; "" asks for anybody's. */
export function left(client: string): Draft | undefined {
  const held = kept.value;
  return held && held.of === person() && (!client || held.draft.client === client) ? held.draft : undefined;
}

/** Forgets the draft: it was taken up, booked or given up. */
export function forget(): void {
  kept.value = null;
}
