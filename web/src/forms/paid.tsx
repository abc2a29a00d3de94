import { useState } from "preact/hooks";
import { type Card, markPaid, type Row, replica, reversal } from "../../../sync/replica";
import type { PaymentMethod } from "../../../sync/tables.gen";
import { type Booking, dueOf, petsOf, serviceOf, whenOf } from "../bookings/about";
import { currency } from "../business";
import { Button, Choice, Sheet } from "../kit";
import { money, t } from "../words";
import { change } from "./change";
import { lastMethod, methodOptions } from "./methods";

/** Asks before a booking is marked as paid: the entry stays in the ledger, and *Undo* enters its reversal. */
export function MarkPaid({ booking, card, onClose }: { booking: Booking; card: Card; onClose: () => void }) {
  const [method, setMethod] = useState<PaymentMethod>(lastMethod.value);
  const due = money(dueOf(booking, card), booking.cells.price?.currency || currency.value);
  const pets = petsOf(booking, card);
  const pay = () => {
    lastMethod.value = method;
    onClose();
    const edit = markPaid(booking, card.payments, { member: member(), method, at: Date.now() });
    const entry = { ...edit, stamps: {}, waiting: true, hidden: false } as Row<"payment">;
    void change([edit], t("forms.paid", { sum: due }), [reversal(entry, { member: member(), at: Date.now() })]);
  };
  return (
    <Sheet title={t("forms.mark_paid_title")} onClose={onClose}>
      <p>
        {t("forms.mark_paid_body", { sum: due, service: serviceOf(booking), when: whenOf(booking) })}
        {pets && ` (${pets})`}
      </p>
      <Choice segments label={t("forms.method")} value={method} options={methodOptions()} onChange={setMethod} />
      <div class="sheet-foot">
        <Button onClick={onClose}>{t("kit.cancel")}</Button>
        <Button kind="primary" icon="check" onClick={pay}>
          {t("bookings.mark_paid")}
        </Button>
      </div>
    </Sheet>
  );
}

/** Whoever is signed in takes the money. */
function member(): string {
  return replica.me.value?.member ?? "";
}
