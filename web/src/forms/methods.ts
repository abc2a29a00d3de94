/** How money changes hands, and the way it did last time: most take the same one all day. */
import { signal } from "@preact/signals";
import { PAYMENT_METHOD, type PaymentMethod } from "../../../sync/tables.gen";
import { t } from "../words";

/** The method proposed first. */
export const lastMethod = signal<PaymentMethod>("cash");

/** Options of a Choice with their words. */
export const methodOptions = (): { value: PaymentMethod; label: string }[] =>
  PAYMENT_METHOD.map((value) => ({ value, label: t(`forms.method.${value}`) }));
