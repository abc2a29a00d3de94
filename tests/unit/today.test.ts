import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stop } from "../../sync/agenda.ts";
import { isSettled, nextStop, sumsOf } from "../../web/src/today/day.ts";
import { actsOf, type Circumstances, nextAct } from "../../web/src/today/flow.ts";
import { LEG, legsOf, routeLink } from "../../web/src/today/route.ts";
import { tongueOf } from "../../web/src/today/tongue.ts";

const stop = (more: Partial<Stop> = {}): Stop => ({
  id: "s",
  client: "c",
  pets: [],
  service: "",
  member: "m",
  start: "2026-11-21T09:30",
  minutes: 60,
  zone: "Europe/Madrid",
  status: "confirmed",
  started: null,
  modality: "theirs",
  amount: 4500,
  currency: "EUR",
  paid: false,
  waiting: false,
  ...more,
});

const door: Circumstances = { day: "today", client: true, phone: true, told: false, money: true, booked: false };
const done: Partial<Stop> = { status: "completed" };

test("one act follows another, from the request to the next booking", () => {
  const flow: [Partial<Stop>, Partial<Circumstances>, string | undefined][] = [
    [{ status: "requested" }, {}, "confirm"],
    [{}, {}, "way"],
    [{}, { told: true }, "start"],
    [{ started: 1 }, { told: true }, "finish"],
    [done, {}, "pay"],
    [{ ...done, paid: true }, {}, "book"],
    [{ ...done, paid: true }, { booked: true }, undefined],
  ];
  for (const [is, seen, act] of flow) assert.equal(nextAct(stop(is), { ...door, ...seen }), act);
});

test("nobody is told that one is on the way who has no phone, or who comes to us", () => {
  assert.equal(nextAct(stop(), { ...door, phone: false }), "start");
  assert.equal(nextAct(stop({ modality: "ours" }), door), "start");
  assert.ok(!actsOf(stop({ modality: "ours" }), door).includes("way"));
});

test("who may not see money is not asked to take it", () => {
  assert.equal(nextAct(stop(done), { ...door, money: false }), "book");
  assert.ok(!actsOf(stop(), { ...door, money: false }).includes("pay"));
});

test("a past day is settled, a coming one is only confirmed", () => {
  const past = { ...door, day: "past" } as const;
  assert.equal(nextAct(stop(), past), "finish");
  assert.equal(nextAct(stop(done), past), "pay");
  assert.equal(nextAct(stop({ ...done, paid: true }), past), undefined);
  const coming = { ...door, day: "coming" } as const;
  assert.equal(nextAct(stop(), coming), undefined);
  assert.equal(nextAct(stop({ status: "requested" }), coming), "confirm");
  assert.ok(!actsOf(stop(), coming).some((act) => ["way", "start", "finish", "missed"].includes(act)));
});

test("a stop without a client can be done and nothing else; one that is off can be booked again", () => {
  const nobody = { ...door, client: false, phone: false };
  assert.deepEqual(actsOf(stop({ client: "" }), nobody), ["start", "finish", "missed"]);
  assert.equal(nextAct(stop({ client: "", ...done }), nobody), undefined);
  assert.deepEqual(actsOf(stop({ status: "no_show" }), door), ["book"]);
  assert.equal(nextAct(stop({ status: "no_show" }), door), undefined);
});

test("what has no price asks for no payment", () => {
  assert.equal(nextAct(stop({ ...done, amount: null }), door), "book");
});

test("the next stop is the one under way, else the first that is open", () => {
  const [first, second] = [stop({ id: "1" }), stop({ id: "2" })];
  assert.equal(nextStop([stop(done), first, second])?.id, "1");
  assert.equal(nextStop([first, { ...second, started: 1 }])?.id, "2");
  assert.equal(nextStop([stop(done)]), undefined);
});

test("a day in figures", () => {
  const day = [
    stop({ ...done, paid: true }),
    stop(done),
    stop(),
    stop({ status: "requested", amount: 1000 }),
    stop({ status: "cancelled" }),
    stop({ amount: null }),
  ];
  assert.deepEqual(sumsOf(day), { open: 3, done: 2, toTake: 10_000, unpaid: 4500, taken: 4500 });
  assert.deepEqual(day.map(isSettled), [true, false, false, false, true, false]);
});

test("the route goes through every place in order, for either map", () => {
  const google = new URL(routeLink(["A 1, Madrid", "B|2", "C & D"], false));
  assert.equal(google.searchParams.get("destination"), "C & D");
  assert.equal(google.searchParams.get("waypoints"), "A 1, Madrid|B 2");
  const apple = new URL(routeLink(["A", "B", "C"], true));
  assert.deepEqual(apple.searchParams.getAll("waypoint"), ["A", "B"]);
  assert.equal(apple.searchParams.get("destination"), "C");
  assert.equal(new URL(routeLink(["A"], false)).searchParams.has("waypoints"), false);
});

test("a way of more places than a link holds goes leg after leg", () => {
  const places = Array.from({ length: 12 }, (_, at) => `Street ${at}`);
  const legs = legsOf(places);
  assert.deepEqual(
    legs.map((leg) => leg.length),
    [LEG, 2],
  );
  assert.deepEqual(legs.flat(), places);
});

test("a client is written to in the language that the card names, however it is named", () => {
  for (const named of ["es", "ES-cl", "Español", "spanish", "Castellano"]) assert.equal(tongueOf(named, "en"), "es");
  for (const named of ["ru", "русский", "Russian"]) assert.equal(tongueOf(named, "en"), "ru");
  for (const named of ["en", "English", "inglés", "английский"]) assert.equal(tongueOf(named, "ru"), "en");
  for (const named of ["", null, undefined, "Deutsch", "estonian"]) assert.equal(tongueOf(named, "es"), "es");
});
