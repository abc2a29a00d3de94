/** What each role may do, in words, and whether a member is the last who may change the team. */
import type { Row } from "../../../sync/replica.ts";
import { live } from "../business";
import { t } from "../words";

export const ROLES = ["staff", "manager", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** What a person of this role may do. */
export const roleWords = (role: Role): string => t(`team.role.${role}.may`);

/** The server keeps the last owner too: a business that nobody can change would be lost. */
export const isLastOwner = (member: Row<"member">): boolean =>
  member.cells.role === "owner" && live("member").every(({ id, cells }) => id === member.id || cells.role !== "owner");
