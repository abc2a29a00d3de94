/** The agenda: what the calendar draws of each booking, kept by month. */

/** One booking of the agenda. */
export interface Stop {
  id: string;
  client: string;
  /** Ids of pets. */
  pets: string[];
  service: string;
  member: string;
  /** Local time in `zone`, `2026-11-21T09:30`. */
  start: string;
  minutes: number;
  zone: string;
  status: string;
  modality: string;
  /** The price in minor units; null when there is none or it may not be seen. */
  amount: number | null;
  currency: string;
  /** Payments cover the price. */
  paid: boolean;
  /** Has edits that are not on the server yet. */
  waiting: boolean;
}
