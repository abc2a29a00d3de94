"""What people do in a schedule: they make, edit, delete; some of what they write is refused."""

import uuid
from collections.abc import Callable
from typing import Any

from tests.model.devices import Op, Phone


class People:
    """The part of a world that fills outboxes. Names and ids are counted, so that a schedule is the same each time."""

    phones: list[Phone]
    members: dict[str, str]
    time: int
    ops: int
    ids: int
    synchronise: Callable[[Phone], None]

    def name(self) -> str:
        """A new op's name."""
        self.ops += 1
        return f"{self.ops:012d}"

    def id(self) -> str:
        """A new row's id, a UUIDv7."""
        self.ids += 1
        return f"01900000-0000-7000-8000-{self.ids:012x}"

    def edit(self, phone: Phone, table: str, id: str, values: dict[str, Any]) -> Op:
        """An edit waits in the phone's outbox."""
        return phone.edit(self.name(), self.time, table, id, values)

    def delete(self, phone: Phone, table: str, id: str) -> Op:
        """A delete waits in the phone's outbox."""
        return phone.delete(self.name(), self.time, table, id)

    def begin(self) -> None:
        """A client with a pet, a booking, a note, a task and a service, on every phone; also next door."""
        for phone in (self.phones[0], self.phones[-1]):
            self.ids = 0
            client = self.make(phone, "client", None, 0)
            for table in ("pet", "booking", "note", "task", "service"):
                self.make(phone, table, client, 0)
        for phone in self.phones:
            self.synchronise(phone)
        for phone in self.phones:
            self.synchronise(phone)

    def word(self) -> str:
        """A made-up word, never the same."""
        return f"word {self.name()}"

    def make(self, phone: Phone, table: str, client: str | None, which: int) -> str:
        """A new row, on a client's card where it has one."""
        member = self.members["Sam" if which % 2 else "Olga"]
        id, values = self.id(), {"client": client} if client and table in ("pet", "booking", "note", "task") else {}
        if table == "merge" and client:
            other = phone.keys("client")[0]
            id = str(uuid.uuid5(uuid.UUID(min(client, other)), max(client, other)))
            values = {"pair": {"kept": (client, other)[which % 2], "merged": (client, other)[which % 2 - 1]}}
        elif table == "booking":
            values |= {"member": member, "status": "completed", "price": {"amount": 3000, "currency": "EUR"}}
        else:
            values |= {{"note": "body", "task": "description"}.get(table, "name"): self.word()}
        self.edit(phone, table, id, values)
        return id

    def edit_somehow(self, phone: Phone, table: str, id: str, how: int) -> None:
        """One of the edits that a row of this table knows."""
        word, member = self.word(), self.members[("Olga", "Sam")[how % 2]]
        card = {"client": phone.keys("client")[-1]} if phone.keys("client") else {"client": None}
        ways: dict[str, list[dict[str, Any]]] = {
            "client": [
                {"name": word}, {"status": "active"}, {"status": "inactive"},
                {"phones.a": {"kind": "home", "value": word}}, {"phones.b": {"kind": "work", "value": word}},
                {"phones.a": None}, {"labels.vip": True},
                {"name": word, "company": word}, {"company": None}, {"labels.vip": None}, {"custom.x": 1.0},
            ],
            "pet": [card, {"name": word}, {"codes.a": word}, {"codes.a": None}, {"allergies": word}],
            "booking": [
                {"member": member}, {"note": word}, {"price": {"amount": 4000, "currency": "EUR"}},
                {"status": "completed"},
                {"status": "confirmed"}, {"address": word}, {"member": member, "note": word}, {"member": None}, card,
                {"when": {"start": "2026-11-21T09:30", "minutes": 30 + how, "zone": "Europe/Madrid"}},
                {"started": self.time}, {"started": None, "status": "confirmed"},
            ],
            "note": [card, {"body": word}, {"pinned": True}, {"body": None}, {"pinned": False}],
            "task": [card, {"description": word}, {"assignee": member}, {"done": self.time}, {"done": None}],
            "service": [{"name": word}, {"price": {"amount": how, "currency": "EUR"}}, {"archived": True}],
        }  # fmt: skip
        self.edit(phone, table, id, ways[table][how % len(ways[table])])

    def write_what_is_refused(self, phone: Phone, client: str | None, how: int) -> None:
        """One of the ops, or parts of an op, that the server refuses."""
        payment = next(iter(phone.keys("payment")), self.id())
        conflict = next(iter(phone.keys("conflict")), None)
        ways: list[tuple[str, str | None, dict[str, Any]]] = [
            ("client", client, {"status": "nonsense", "company": self.word()}),
            ("client", client, {"telepathy": True, "name": self.word()}),
            ("horoscope", self.id(), {"name": self.word()}),
            ("payment", payment, {"invoice": "7", "kind": "tip", "money": {"amount": 1, "currency": "EUR"}}),
            ("payment", payment, {"method": "other"}),
            ("conflict", conflict, {"kept": self.word()}),
            ("member", self.members["Olga"], {"role": "staff"}),
            ("business", phone.seat.business, {"deleted": True}),
        ]
        table, id, values = ways[how % len(ways)]
        if id:
            self.edit(phone, table, id, values)
