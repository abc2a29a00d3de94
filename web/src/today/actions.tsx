import { useSignal } from "@preact/signals";
import { type Edit, type Entry, replica, type Stop } from "../../../sync/replica.ts";
import { seesMoney } from "../business";
import { change } from "../forms/change";
import { Button } from "../kit/button";
import { lazy } from "../kit/lazy";
import { t } from "../words";
import { isOpen } from "./day";

const BookingForm = lazy((later) => later.BookingForm);
const OnMyWay = lazy((later) => later.OnMyWay);
const PaymentForm = lazy((later) => later.PaymentForm);

interface Props {
  stop: Stop;
  entry: Entry | undefined;
  /** Its first act is the screen's. */
  next: boolean;
  /** It was finished: what is left to do at the door is payment and the next booking. */
  onDone: () => void;
}

/** What is done at a stop, the likeliest first; each act is one tap with an undo. */
export function Actions({ stop, entry, next, onDone }: Props) {
  const sheet = useSignal<"way" | "pay" | "book" | null>(null);
  const card = replica.card(stop.client).value;
  const close = () => {
    sheet.value = null;
  };
  const to = (status: "confirmed" | "completed" | "no_show") => {
    const edit = (value: string): Edit[] => [{ table: "booking", id: stop.id, cells: { status: value } } as Edit];
    void change(edit(status), t(`today.said.${status}`, { name: entry?.name ?? "" }), edit(stop.status));
  };
  const owing = stop.status === "completed" && !stop.paid && seesMoney.value;
  return (
    <div class="stop-actions">
      {stop.status === "requested" && (
        <Button kind={next ? "primary" : "quiet"} icon="check" onClick={() => to("confirmed")}>
          {t("today.confirm")}
        </Button>
      )}
      {stop.status === "confirmed" && (
        <Button
          kind={next ? "primary" : "quiet"}
          icon="done"
          onClick={() => {
            onDone();
            to("completed");
          }}
        >
          {t("today.finish")}
        </Button>
      )}
      {isOpen(stop) && entry && entry.phones.length > 0 && (
        <Button icon="message" onClick={() => (sheet.value = "way")}>
          {t("today.way")}
        </Button>
      )}
      {seesMoney.value && !stop.paid && (
        <Button kind={owing ? "primary" : "quiet"} icon="cash" onClick={() => (sheet.value = "pay")}>
          {t("today.pay")}
        </Button>
      )}
      <Button icon="book" onClick={() => (sheet.value = "book")}>
        {t("today.book")}
      </Button>
      {isOpen(stop) && (
        <Button kind="plain" onClick={() => to("no_show")}>
          {t("today.missed")}
        </Button>
      )}
      {sheet.value === "way" && entry && <OnMyWay stop={stop} entry={entry} onClose={close} />}
      {sheet.value === "pay" && card && <PaymentForm card={card} booking={stop.id} onClose={close} />}
      {sheet.value === "book" && <BookingForm client={stop.client} onClose={close} />}
    </div>
  );
}
