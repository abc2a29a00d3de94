/** What is done with a booking in one tap; each can be undone for ten seconds. */
import type { Row } from "../../../sync/replica";
import type { BookingStatus } from "../../../sync/tables.gen";
import { live } from "../business";
import { update } from "../forms/change";
import { t } from "../words";
import { type Booking, serviceOf } from "./about";

/** Gives a booking another state: confirmed, completed, cancelled, missed. */
export function setStatus(booking: Booking, status: BookingStatus): void {
  void update(booking, { status }, t(`bookings.now_${status}`, { service: serviceOf(booking) }));
}

/** The label that stands for a service, which whoever books it gets by itself. */
export function labelOf(service: string): Row<"label"> | undefined {
  return live("label").find((label) => label.cells.service === service);
}
