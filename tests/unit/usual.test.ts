import assert from "node:assert/strict";
import { test } from "node:test";
import type { Card, Row, Stop } from "../../sync/replica.ts";
import { giver, givers, lastMember, nextVisit, termsOf, usualPets, usualService } from "../../web/src/forms/usual.ts";

type Cells = Row<"booking">["cells"];

const row = (table: string, id: string, cells: object) =>
  ({ table, id, cells, stamps: {}, waiting: false, hidden: false }) as never;
const service = (id: string, cells: object = {}): Row<"service"> => row("service", id, { name: id, ...cells });
const member = (id: string): Row<"member"> => row("member", id, { name: id });
const euros = (amount: number) => ({ amount, currency: "EUR" });

/** A card with bookings, the latest first, as the replica gives them. */
function card(bookings: Cells[], pets: string[] = []): Card {
  return {
    client: row("client", "c", {}),
    pets: pets.map((id) => row("pet", id, {})),
    bookings: bookings.map((cells, i) => row("booking", `b${i}`, cells)),
    payments: [],
    notes: [],
    tasks: [],
    owed: 0,
  };
}

const BATH = service("bath", { minutes: 45, price: euros(3000) });
const NAILS = service("nails", { minutes: 15, price: euros(1200) });

test("the usual service is what is booked most of late, of two the later", () => {
  const offered = [BATH, NAILS];
  const bookings = (...ids: string[]) => card(ids.map((id) => ({ service: id, status: "completed" })));
  assert.equal(usualService(bookings("nails", "bath", "bath"), offered), "bath");
  assert.equal(usualService(bookings("nails", "bath"), offered), "nails");
  assert.equal(usualService(bookings("nails", "nails", "nails", "bath", "bath", "bath", "bath"), offered), "nails");
  assert.equal(usualService(bookings("gone"), offered), "");
  assert.equal(usualService(card([{ service: "nails", status: "cancelled" }]), offered), "");
  assert.equal(usualService(card([]), [BATH]), "bath");
});

test("the only pet comes, or those that came last time and are still here", () => {
  assert.deepEqual(usualPets(card([], ["luna"])), ["luna"]);
  assert.deepEqual(usualPets(card([{ "pets.luna": true, "pets.gone": true }], ["luna", "toby"])), ["luna"]);
  assert.deepEqual(usualPets(card([], ["luna", "toby"])), []);
});

test("length and price are those of last time for the very same, else the service's", () => {
  const when = { start: "2026-11-01T10:00", minutes: 90, zone: "Europe/Madrid" };
  const known = card([{ service: "bath", "pets.luna": true, when, price: euros(5000) }], ["luna", "toby"]);
  assert.deepEqual(termsOf(known, BATH, ["luna"], "EUR"), { minutes: 90, price: euros(5000) });
  assert.deepEqual(termsOf(known, BATH, ["luna", "toby"], "EUR"), { minutes: 45, price: euros(3000) });
  assert.deepEqual(termsOf(known, NAILS, ["luna"], "EUR"), { minutes: 15, price: euros(1200) });
  assert.deepEqual(termsOf(known, undefined, [], "EUR"), { minutes: 60, price: null });
});

test("a price of before the business changed its currency is not asked in the new one", () => {
  const when = { start: "2026-11-01T10:00", minutes: 90, zone: "Europe/Madrid" };
  const known = card([{ service: "bath", when, price: euros(5000) }]);
  const dollars = { amount: 4000, currency: "USD" };
  assert.deepEqual(termsOf(known, BATH, [], "USD"), { minutes: 90, price: null });
  assert.deepEqual(termsOf(known, service("bath", { price: dollars }), [], "USD"), { minutes: 90, price: dollars });
});

test("the first wish who gives the service gives it", () => {
  const team = [member("ana"), member("bo"), member("cy")];
  const able = givers(service("bath", { "members.bo": true, "members.cy": true }), team);
  assert.deepEqual(
    able.map(({ id }) => id),
    ["bo", "cy"],
  );
  assert.equal(giver(able, ["ana", "cy"]), "cy");
  assert.equal(giver(able, [null, undefined, "ana"]), "bo");
  assert.equal(givers(BATH, team).length, 3);
  assert.equal(giver([], ["ana"]), "");
});

test("who served last is who gave this service, else who came last", () => {
  const known = card([
    { service: "nails", member: "bo" },
    { service: "bath", member: "ana" },
  ]);
  assert.equal(lastMember(known, "bath"), "ana");
  assert.equal(lastMember(known, "other"), "bo");
});

test("the next visit is as many days later as the service says, at the same time of day", () => {
  const stop = { start: "2026-11-21T09:30" } as Stop;
  assert.equal(nextVisit(stop, service("bath", { rebook_days: 28 })), "2026-12-19T09:30");
  assert.equal(nextVisit(stop, service("bath")), "2027-01-02T09:30");
  assert.equal(nextVisit(stop, undefined), "2027-01-02T09:30");
});
