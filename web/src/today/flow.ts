/** The flow of acts at a stop: what can be done there, the likeliest first, and what comes next. Pure. */
import type { Stop } from "../../../sync/replica.ts";
import { isOff, isOpen } from "./day.ts";

export type Act = "confirm" | "way" | "start" | "finish" | "pay" | "book" | "missed";

/** What the flow depends on beside the stop itself. */
export interface Circumstances {
  /** Where the stop's day stands to the business's today. */
  day: "past" | "today" | "coming";
  /** There is a client, who can be booked and charged. */
  client: boolean;
  /** The client has a phone to write to. */
  phone: boolean;
  /** The client was told that somebody is on the way. */
  told: boolean;
  /** Payments are for this person's eyes. */
  money: boolean;
  /** The client has another booking to come. */
  booked: boolean;
}

/** Everything that can be done at a stop, the likeliest first. */
export function actsOf(stop: Stop, seen: Circumstances): Act[] {
  const { day, client, phone, told, money, booked } = seen;
  if (isOff(stop)) return client ? ["book"] : [];
  const open = isOpen(stop);
  const goes = open && day === "today" && client && phone && !stop.started && stop.modality === "theirs";
  const acts: (Act | false)[] = [
    stop.status === "requested" && "confirm",
    goes && !told && "way",
    open && day === "today" && !stop.started && "start",
    open && day !== "coming" && "finish",
    goes && told && "way",
    money && client && !stop.paid && "pay",
    client && !booked && "book",
    open && day !== "coming" && "missed",
    client && booked && "book",
  ];
  return acts.filter((act) => act !== false);
}

/** The one act that the stop waits for; none when it waits for nothing here. */
export function nextAct(stop: Stop, seen: Circumstances): Act | undefined {
  const [first] = actsOf(stop, seen);
  if (first === "pay") return stop.status === "completed" && stop.amount ? first : bookNext(stop, seen);
  if (first === "book") return bookNext(stop, seen);
  return first === "missed" ? undefined : first;
}

/** The next visit is agreed on at the door: on the day itself, unless one stands already. */
function bookNext(stop: Stop, { day, client, booked }: Circumstances): Act | undefined {
  return stop.status === "completed" && day === "today" && client && !booked ? "book" : undefined;
}
