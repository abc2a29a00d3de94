"""Values that no form of ours makes and the server takes all the same: every screen copes with them."""

from collections.abc import Callable

from playwright.sync_api import expect

from sync.store import system_ms
from tests.browser.phone import Phone
from tests.browser.shop import ZONE, Shop, day

LAST = 8_640_000_000_000_000
"""The last instant that there is, in ms."""

SECTIONS = ("look", "devices", "phone", "log", "business", "team", "services", "labels", "fields")

MARKUP = "<img src=x onerror=\"throw Error('markup')\"><b>Rosa</b>"
BIDI = "\u202easoR\u2066 \u200b\u200d\ufeff\U0001f469\u200d\U0001f469\u200d\U0001f467 \u05d0\u05d1 Z\u0310\u0321"
ODD_KEYS = ("__proto__", "constructor", "toString", "hasOwnProperty", "a.b", " ", "\U0001f43e")
ODD_HOURS = (
    {
        "1": "all day",
        "2": [["09:00"]],
        "3": [["25:99", "xx"]],
        "4": None,
        "5": {"from": 9},
        "__proto__": [1],
        "9": [[]],
    },
    {"1": [["14:00", "09:00"]], "2": [[None, 1]], "3": [[["09:00"]]], "4": 5, "constructor": [["09:00", "10:00"]]},
)


class Poisoned:
    """A business of which every row holds something strange."""

    def __init__(self, shop: Shop):
        self.shop = shop
        shop.write("business", shop.id, {"zone": "Nowhere/None", "currency": "not money", "locale": "xx_not a locale"})
        shop.write("business", shop.id, {"name": MARKUP, "hours": ODD_HOURS[0]})
        shop.write("member", shop.owner, {"color": "no colour", "hours": ODD_HOURS[1], "alerts.__proto__": True})
        shop.write(
            "service", shop.service, {"name": BIDI, "color": "url(x);}", "minutes": 0, "members.__proto__": True}
        )
        self.labels = [
            shop.put("label", name=name, color=color) for name, color in ((MARKUP, "#12"), (BIDI, "</style>"))
        ]
        for kind in ("no such type", "choice", "number", "date"):
            shop.put("field", on="client", label=MARKUP, type=kind, choices=[{"a": [1]}, None, 5], order=-1.5)
        shop.put("segment", name=BIDI, rules={"__proto__": {"x": []}, "labels": "no list"})
        self.client = shop.client(MARKUP)
        self._card()
        self._bookings()
        self._tasks()
        self.other = shop.client(BIDI, company="\u202e" * 500)
        shop.put("merge", pair={"kept": self.other, "merged": self.other})

    def _card(self) -> None:
        shop = self.shop
        odd: dict[str, object] = {"registered": -LAST, "language": "xx", "birth_date": "0001-01-01", "photo": "0" * 64}
        for key in ODD_KEYS:
            odd |= {f"labels.{key}": True, f"phones.{key}": {"__proto__": {"kind": "mobile"}, "value": MARKUP}}
            odd |= {f"emails.{key}": {}, f"addresses.{key}": {"lat": 1e9, "lon": -500, "street": BIDI}}
            odd |= {f"custom.{key}": 5e-324}
        shop.write("client", self.client, odd)
        pet = {"client": self.client, "name": MARKUP, "species": "no animal", "birth_date": "9999-12-31"}
        pet |= {f"weights.{key}": {"grams": -5, "date": "9999-12-31"} for key in ODD_KEYS}
        pet |= {f"vaccinations.{key}": {} for key in ODD_KEYS} | {f"codes.{key}": 1.5 for key in ODD_KEYS}
        self.pet = shop.put("pet", **pet)
        shop.put("note", client=self.client, body=MARKUP)
        shop.put("note", client=self.client, body=BIDI, pinned=True)

    def _bookings(self) -> None:
        shop, now = self.shop, system_ms()
        for start, minutes, zone in (
            (f"{day()}T23:30", 60, "Nowhere/None"),
            (f"{day()}T23:15:59", 0, ""),
            (f"{day()}T11:00", 1_000_000, "\u202e"),
            ("0001-01-01T00:00", 60, ZONE),
            ("9999-12-31T23:59", 60, "America/Nowhere"),
        ):
            when = {"start": start, "minutes": minutes, "zone": zone, "__proto__": {"start": 1}}
            price = {"amount": 2**53, "currency": "not a currency"}
            cells = {"client": self.client, "when": when, "price": price, "status": "confirmed", "modality": "theirs"}
            cells |= {"address": BIDI, f"pets.{self.pet}": True, "pets.__proto__": True, "answers.constructor": 1e300}
            shop.put("booking", **{name: value for name, value in cells.items() if value != 1e300})
        shop.put("booking", client=self.client, status="completed", price={"amount": 0, "currency": ""})
        for at in (now, LAST, -LAST):
            money = {"amount": 2**53, "currency": "ZZZ"}
            shop.put("payment", client=self.client, kind="payment", money=money, method="cash", at=at)

    def _tasks(self) -> None:
        for due in ({}, {"date": f"{day()}", "time": "99:99", "zone": "Nowhere/None"}, {"time": "half past"}):
            shop = self.shop
            shop.put("task", client=self.client, description=BIDI, due=due, repeat={"every": [[]]})
        self.shop.put("task", description=MARKUP, repeat="whenever", done=LAST)


def test_screens_cope_with_the_strangest_values_that_the_server_takes(phones: Callable[..., Phone], shop: Shop) -> None:
    poisoned = Poisoned(shop)
    phone = phones(shop)
    card, today = f"/clients/{poisoned.client}", day()
    paths = ["/today", "/clients", "/calendar", f"/calendar/month/{str(today)[:7]}"]
    paths += [card, *(f"{card}/{tab}" for tab in ("info", "bookings", "payments", "notes", "tasks"))]
    paths += [f"/bookings/{booking.i}" for booking in shop.rows("booking")]
    paths += ["/tasks", "/attention", "/more", f"/settings/team/{shop.owner}", f"/settings/services/{shop.service}"]
    paths += [f"/settings/{section}" for section in SECTIONS]
    for path in paths:
        phone.open(path)
        phone.settled()
        expect(phone.page.get_by_role("main")).not_to_be_empty()
        expect(phone.page.get_by_role("main").locator("img[src=x]")).to_have_count(0)
    assert not phone.faults, "\n".join(phone.faults)
