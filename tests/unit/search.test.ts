import assert from "node:assert/strict";
import { test } from "node:test";
import { digits, fold } from "../../sync/fold.ts";
import { nearPrefix, type Searchable, search } from "../../web/src/clients/search.ts";

/** A made-up client as the directory would hold it. */
function client(name: string, more: { text?: string; phone?: string; next?: string; last?: string } = {}): Searchable {
  const { text = "", phone = "", next = "", last = "" } = more;
  return { name, fold: fold(`${name} ${text} ${phone}`), digits: digits(phone), next, last };
}

const CLIENTS = [
  client("Ana Núñez Peña", { text: "Luna caniche ana.nunez@example.org", phone: "+34 600 123 456" }),
  client("Łukasz Żółć", { text: "Rex" }),
  client("Søren Kjærgaard", { text: "Trixie" }),
  client("Семён Алёшин", { text: "Мухтар овчарка" }),
  client("Maureen O'Brien", { text: "Biscuit border collie", phone: "+1 (212) 555-0199" }),
  client("Jürgen Groß", { text: "981000000012345" }),
];

const names = (query: string) => search(CLIENTS, query).map((entry) => entry.name);

test("folding drops case, marks and punctuation and maps the letters that do not decompose", () => {
  assert.equal(fold("  Ana NÚÑEZ-Peña "), "ana nunez pena");
  assert.equal(fold("Łukasz Żółć; Groß, Æsa Œdipe Đorđe Søren"), "lukasz zolc gross aesa oedipe dorde soren");
  assert.equal(fold("Ёлкин"), fold("Елкин"));
  assert.equal(fold("O’Brien"), "obrien");
  assert.equal(fold("!?"), "");
});

test("an empty query finds everybody in their own order", () => {
  assert.deepEqual(search(CLIENTS, "  "), CLIENTS);
});

test("every word begins some word, in any order, without accents", () => {
  assert.deepEqual(names("pen an"), ["Ana Núñez Peña"]);
  assert.deepEqual(names("NUÑ"), ["Ana Núñez Peña"]);
  assert.deepEqual(names("zolc luk"), ["Łukasz Żółć"]);
  assert.deepEqual(names("kjaer"), ["Søren Kjærgaard"]);
  assert.deepEqual(names("gross"), ["Jürgen Groß"]);
  assert.deepEqual(names("collie mau"), ["Maureen O'Brien"]);
  assert.deepEqual(names("ana.nunez@example.org"), ["Ana Núñez Peña"]);
});

test("either alphabet finds the other", () => {
  assert.deepEqual(names("алешин"), ["Семён Алёшин"]);
  assert.deepEqual(names("semen"), ["Семён Алёшин"]);
  assert.deepEqual(names("мухт"), ["Семён Алёшин"]);
  assert.deepEqual(names("сорен"), ["Søren Kjærgaard"]);
});

test("digits find a phone by any part of it, however it is written", () => {
  assert.deepEqual(names("600123"), ["Ana Núñez Peña"]);
  assert.deepEqual(names("123 456"), ["Ana Núñez Peña"]);
  assert.deepEqual(names("0034 600-123"), ["Ana Núñez Peña"]);
  assert.deepEqual(names("5550199"), ["Maureen O'Brien"]);
  assert.deepEqual(names("98100"), ["Jürgen Groß"]);
});

test("one wrong, missing, extra or swapped letter still finds, and only when few are found exactly", () => {
  for (const typed of ["maurean", "maueen", "mauureen", "maueren", "aureen"])
    assert.deepEqual(names(typed), ["Maureen O'Brien"]);
  assert.deepEqual(names("biscut maur"), ["Maureen O'Brien"]);
  assert.deepEqual(names("zzz"), []);
  const many = Array.from({ length: 6 }, (_, i) => client(`Marta ${i}`));
  assert.equal(search([...many, client("Marga")], "mart").length, 6);
});

test("near beginnings", () => {
  assert.ok(nearPrefix("gracia", "garcia"));
  assert.ok(nearPrefix("garca", "garcia"));
  assert.ok(nearPrefix("garciia", "garcia"));
  assert.ok(nearPrefix("garcias", "garcia"));
  assert.ok(nearPrefix("barc", "garcia"));
  assert.ok(!nearPrefix("bar", "garcia"));
  assert.ok(!nearPrefix("grcai", "garcia"));
});

test("names come before other finds, then whoever was here latest, then the directory's order", () => {
  const found = search(
    [
      client("Abel", { text: "Luna" }),
      client("Berta Luna", { last: "2026-01-01T10:00" }),
      client("Luna Conde", { last: "2026-01-01T10:00" }),
      client("Luna Duarte", { next: "2026-12-01T10:00" }),
      client("Luna Egea"),
    ],
    "luna",
  );
  assert.deepEqual(
    found.map((entry) => entry.name),
    ["Luna Duarte", "Luna Conde", "Luna Egea", "Berta Luna", "Abel"],
  );
});

test("one wrong letter finds one client among ten thousand", () => {
  const many = Array.from({ length: 10_000 }, (_, i) =>
    client(`Client${i} Surname${i}x`, { text: `someone${i}@example.org`, phone: `+34 6${String(i).padStart(8, "0")}` }),
  );
  assert.deepEqual(
    search(many, "surnmae4242x").map((entry) => entry.name),
    ["Client4242 Surname4242x"],
  );
});

/** What search finds, told straight from its definition: every word of every client looked at, everything sorted. */
function straightforward(clients: readonly Searchable[], query: string): Searchable[] {
  const words = fold(query).split(" ").filter(Boolean);
  const typed = /^[\d\s()+./-]+$/.test(query) ? digits(query) : "";
  const mayBeWrong = (word: string) => word.length >= 3 && !/^\d+$/.test(word);
  const begins = (client: Searchable, word: string) => client.fold.split(" ").some((one) => one.startsWith(word));
  const nearly = (client: Searchable, word: string) =>
    client.fold.split(" ").some((_, at, all) => nearPrefix(word, all.slice(at).join(" ")));
  const place = ({ name, fold }: Searchable) => {
    const at = ` ${fold}`.indexOf(` ${words[0]}`);
    return at === 0 ? 0 : at > 0 && at - 1 < name.length ? 1 : 2;
  };
  const best = (found: Searchable[]) =>
    found.sort(
      (a, b) =>
        place(a) - place(b) ||
        ((a.next || a.last) < (b.next || b.last) ? 1 : 0) - ((a.next || a.last) > (b.next || b.last) ? 1 : 0),
    );
  const exact = clients.filter(
    (client) => words.every((word) => begins(client, word)) || (typed.length >= 3 && client.digits.includes(typed)),
  );
  if (exact.length >= 5 || !words.some(mayBeWrong)) return best(exact);
  const near = clients.filter(
    (client) =>
      !exact.includes(client) &&
      words.every((word) => (mayBeWrong(word) ? nearly(client, word) : begins(client, word))),
  );
  return [...best(exact), ...best(near)];
}

test("search finds what its definition finds, in the same order, however it is mistyped", () => {
  let state = 3;
  const roll = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const parts = ["an", "na", "lu", "ro", "sa", "be", "tri", "x"];
  const word = () => Array.from({ length: 1 + roll(3) }, () => parts[roll(parts.length)]).join("");
  const clients = Array.from({ length: 120 }, () =>
    client(`${word()} ${word()}`, {
      text: `${word()} ${word()}`,
      phone: `600 ${roll(1_000)}`,
      next: roll(2) ? `2026-12-0${1 + roll(8)}T10:00` : "",
      last: `2026-11-0${1 + roll(8)}T10:00`,
    }),
  );
  const wrong = (text: string) => {
    const at = roll(text.length);
    const [before, after] = [text.slice(0, at), text.slice(at)];
    return [
      before + after.slice(1),
      `${before}q${after}`,
      `${before}q${after.slice(1)}`,
      before + (after[1] ?? "") + (after[0] ?? "") + after.slice(2),
    ][roll(4)] as string;
  };
  for (let round = 0; round < 600; round += 1) {
    const meant = [word(), `${word()} ${word()}`, `600 ${roll(1_000)}`, `${word()} ${roll(9)}`][roll(4)] as string;
    const query = roll(2) ? meant : wrong(meant);
    if (!query.trim()) continue;
    assert.deepEqual(search(clients, query), straightforward(clients, query), query);
  }
});
