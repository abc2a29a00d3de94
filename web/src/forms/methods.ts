/** How money changes hands, and the way it did last time: most take the same one all day. */
import { effect, signal } from "@preact/signals";
import { PAYMENT_METHOD, type PaymentMethod } from "../../../sync/tables.gen";
import { t } from "../words";

const STORED = "fichero.method";
const stored = PAYMENT_METHOD.find((each) => each === localStorage.getItem(STORED));

/** The method proposed first; this device remembers it. */
export const lastMethod = signal<PaymentMethod>(stored ?? "cash");
effect(() => localStorage.setItem(STORED, lastMethod.value));

/** Options of a Choice with their words. */
export const methodOptions = (): { value: PaymentMethod; label: string }[] =>
  PAYMENT_METHOD.map((value) => ({ value, label: t(`forms.method.${value}`) }));
