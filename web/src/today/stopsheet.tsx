import { type Entry, replica, type Stop } from "../../../sync/replica.ts";
import { BookingForm } from "../forms/booking";
import { PaymentForm } from "../forms/payment";
import { OnMyWay } from "./onmyway";

interface Props {
  act: "way" | "pay" | "book";
  stop: Stop;
  entry: Entry;
  onClose: () => void;
}

/** The acts of a stop that ask something first: the message, the payment, the next booking, each filled in. */
export function StopSheet({ act, stop, entry, onClose }: Props) {
  const card = replica.card(stop.client).value;
  if (act === "book") return <BookingForm after={stop} onClose={onClose} />;
  if (!card) return null;
  if (act === "pay") return <PaymentForm card={card} booking={stop.id} onClose={onClose} />;
  return <OnMyWay stop={stop} entry={entry} card={card} onClose={onClose} />;
}
