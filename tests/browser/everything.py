"""A made-up business with something of everything, so that every screen has something to say of each kind.

All that people wrote in it is in Greek letters: whatever stands on a screen in others was written by the app.
"""

from copy import copy

from playwright.sync_api import Page

from sync.store import system_ms
from tests.browser.line import Line
from tests.browser.scenes import Stage
from tests.browser.shop import Shop, day, euros

STATUSES = ("requested", "confirmed", "completed", "cancelled", "no_show")
FIELDS = ("text", "number", "date", "choice", "yes", "phone", "email", "url")
CODES = ("bites", "nervous", "escapes", "muzzle", "other_dogs", "loud", "senior", "gentle")
DAY_MS = 86_400_000


class Everything:
    """The rows, and the ids of those that scenes are about; with `disagreements` some of them need attention."""

    def __init__(self, shop: Shop, disagreements: bool = True):
        self.shop = shop
        self._team()
        self._client()
        self._bookings()
        self._tasks()
        if disagreements:
            self._disagree()

    def _team(self) -> None:
        shop = self.shop
        shop.write("member", shop.owner, {"name": "Όλγα Επινοημένη"})
        shop.write("service", shop.service, {"name": "Κούρεμα", "modality": "theirs", "rebook_days": 42})
        shop.write("business", shop.id, {"hours": {"1": [["09:00", "14:00"], ["16:00", "19:00"]]}})
        self.nora = shop.member("Νόρα Επινοημένη", "staff", money=False)
        shop.member("Μάρκος Επινοημένος", "manager")
        self.bath = shop.put("service", name="Μπάνιο", minutes=90, price=euros(30), modality="ours", color="#7a4b8f")
        shop.put("service", name="Νύχια", minutes=20, archived=True)
        self.label = shop.put("label", name="Τακτικός", color="#7a4b8f")
        for order, kind in enumerate(FIELDS):
            for on in ("client", "pet", "booking"):
                shop.put("field", on=on, label=f"Πεδίο {kind[0] and order}", type=kind, order=order, choices=["Α", "Β"])

    def _client(self) -> None:
        shop = self.shop
        self.client = shop.client(
            "Ρόζα Επινοημένη",
            company="Κυνοκομείο",
            source="Φίλη",
            registered=1_700_000_000_000,
            birth_date="1980-02-29",
            language="Ελληνικά",
            emergency="Πέτρος",
            **{
                "phones.k1": {"kind": "mobile", "value": "+34 600 000 001"},
                "phones.k2": {"kind": "work", "value": "+34 600 000 002"},
                "emails.e1": {"kind": "home", "value": "rosa@example.com"},
                "addresses.a1": {"kind": "home", "street": "Οδός Άλφα 1", "city": "Αθήνα", "note": "Κωδικός 12"},
                f"labels.{self.label}": True,
            },
        )
        self.pet = shop.put(
            "pet",
            client=self.client,
            name="Λούνα",
            species="dog",
            sex="spayed",
            birth_date="2020-05-05",
            breed="Κανίς",
            **{f"codes.{code}": True for code in CODES},
            weights__w1={"date": "2026-01-02", "grams": 12_500},
            vaccinations__v1={"name": "Λύσσα", "expires": "2025-01-02"},
            vaccinations__v2={"name": "Τύφος", "expires": "2099-01-02"},
        )
        shop.put("pet", client=self.client, name="Μπίζου", species="cat", birth_date=f"{day(-90)}")
        for kind, pinned in (("general", True), ("call", True), ("meeting", False), ("visit", False)):
            sight = "shared" if kind == "call" else "private"
            shop.put("note", client=self.client, kind=kind, body="Δαγκώνει", visibility=sight, pinned=pinned)
        shop.put("client", name="Άννα Επινοημένη", status="lead")
        shop.put("client", name="Βάσω Επινοημένη", status="inactive")

    def _bookings(self) -> None:
        shop, client = self.shop, self.client
        self.booking = shop.booking(client, f"{day()}T23:45", note="Ρολόι", **{f"pets.{self.pet}": True})
        for hour, status in enumerate(STATUSES, 10):
            for after in (0, -1, 9):
                shop.booking(client, f"{day(after)}T{hour}:00", status, service=self.bath, modality="ours")
        shop.booking(client, f"{day()}T23:15", member=self.nora, modality="phone")
        shop.booking(client, f"{day()}T23:00", modality="online")
        at = system_ms() - DAY_MS
        paid = {"client": client, "method": "cash", "at": at, "member": shop.owner}
        for kind in ("payment", "deposit", "tip", "refund"):
            entry = shop.put("payment", kind=kind, money=euros(5), **paid)
        shop.put("payment", kind="reversal", money=euros(5), reverses=entry, **paid)

    def _tasks(self) -> None:
        for after in (None, -1, 0, 3):
            due = {} if after is None else {"due": {"date": f"{day(after)}", "time": "10:00"}}
            self.shop.put("task", client=self.client, description="Τιμοκατάλογος", **due)
        self.shop.put("task", description="Σαμπουάν", assignee=self.nora)
        self.shop.put("task", description="Πετσέτες", assignee=self.shop.owner, done=1_700_000_000_000)

    def _disagree(self) -> None:
        """What a second computer wrote without knowing of the first."""
        other = copy(self.shop)
        other.cookie, seat = self.shop.house.serving.sign_in(self.shop.link())
        other.device, other.n = seat["device"], 0
        self.shop.write("client", self.client, {"tax_id": "Α-1", "blocked": True})
        other.write("client", self.client, {"tax_id": "Β-2", "blocked": False})
        self.shop.write("booking", self.booking, {"price": euros(50)})
        other.write("booking", self.booking, {"price": euros(55)})

    def stage(self, page: Page, words: dict[str, str], line: Line | None = None) -> Stage:
        """A page in front of it."""
        return Stage(page, words, self.client, self.booking, f"{day()}", f"{day(400)}", "Ρόζα", line)
