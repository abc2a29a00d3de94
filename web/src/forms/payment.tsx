import { useState } from "preact/hooks";
import { newId } from "../../../sync/ids";
import { type Card, type Edit, markPaid, type Row, replica, reversal } from "../../../sync/replica";
import type { PaymentMethod } from "../../../sync/tables.gen";
import { dueOf, payable, serviceOf, whenOf } from "../bookings/about";
import { currency } from "../business";
import { Choice, Form, FormFoot, Sheet, TextField } from "../kit";
import { money, t } from "../words";
import { minor, plainMoney } from "../words/sums";
import { change } from "./change";
import { lastMethod, methodOptions } from "./methods";

const KINDS = ["payment", "deposit", "tip", "refund"] as const;
type Kind = (typeof KINDS)[number];

/**
 * Takes a payment: for a booking or on account, whole or in part. `booking` is proposed; without it the whole debt.
 * *Undo* enters the reversal, since nothing leaves the ledger.
 */
export function PaymentForm({ card, booking, onClose }: { card: Card; booking?: string; onClose: () => void }) {
  const unpaid = card.bookings.filter((each) => payable(each, card));
  const amountFor = (id: string) => {
    const row = unpaid.find((each) => each.id === id);
    const due = row ? dueOf(row, card) : id ? 0 : Math.max(0, card.owed);
    return due ? plainMoney(due, currency.value) : "";
  };
  const [target, setTarget] = useState(booking ?? "");
  const [kind, setKind] = useState<Kind>("payment");
  const [method, setMethod] = useState<PaymentMethod>(lastMethod.value);
  const [amount, setAmount] = useState(amountFor(booking ?? ""));
  const [error, setError] = useState("");

  const take = () => {
    const sum = minor(amount, currency.value);
    if (sum === null || sum <= 0) return setError(t("forms.amount_wrong"));
    lastMethod.value = method;
    onClose();
    const edit = entry(card, { target, kind, method, sum });
    const row = { ...edit, stamps: {}, waiting: true, hidden: false } as Row<"payment">;
    const by = { member: replica.me.value?.member ?? "", at: Date.now() };
    void change([edit], t(`forms.took_${kind}`, { sum: money(sum, currency.value) }), [reversal(row, by)]);
  };

  return (
    <Sheet title={t("forms.payment_title")} onClose={onClose}>
      <Form onSend={take}>
        <TextField
          label={t("forms.amount", { currency: currency.value })}
          value={amount}
          inputMode="decimal"
          error={error}
          autoFocus={!amount}
          onInput={(text) => {
            setAmount(text);
            setError("");
          }}
        />
        <Choice segments label={t("forms.method")} value={method} options={methodOptions()} onChange={setMethod} />
        <Choice
          label={t("forms.for")}
          value={target}
          onChange={(id) => {
            setTarget(id);
            setAmount(amountFor(id));
          }}
          options={[
            { value: "", label: t("forms.on_account") },
            ...unpaid.map((each) => ({ value: each.id, label: `${serviceOf(each)}, ${whenOf(each)}` })),
            ...(booking && !unpaid.some((each) => each.id === booking) ? paidAlready(card, booking) : []),
          ]}
        />
        <Choice
          label={t("forms.kind")}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`forms.kind.${value}`) }))}
        />
        <FormFoot send={t("card.take_payment")} icon="cash" onCancel={onClose} />
      </Form>
    </Sheet>
  );
}

/** A booking that is paid can still get a tip or a refund. */
function paidAlready(card: Card, booking: string): { value: string; label: string }[] {
  return card.bookings
    .filter((each) => each.id === booking)
    .map((each) => ({ value: each.id, label: `${serviceOf(each)}, ${whenOf(each)}` }));
}

/** The ledger entry. The rest of a booking's price is the entry that any phone would make, so that it is paid once. */
function entry(card: Card, what: { target: string; kind: Kind; method: PaymentMethod; sum: number }): Edit<"payment"> {
  const { target, kind, method, sum } = what;
  const by = { member: replica.me.value?.member ?? "", method, at: Date.now() };
  const booking = card.bookings.find((each) => each.id === target);
  if (booking && kind === "payment" && sum === dueOf(booking, card)) return markPaid(booking, card.payments, by);
  return {
    table: "payment",
    id: newId(),
    cells: {
      client: card.client.id,
      ...(target ? { booking: target } : {}),
      kind,
      money: { amount: sum, currency: currency.value },
      ...by,
    },
  };
}
