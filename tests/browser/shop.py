"""A small business of a house, with what a test needs in it. Every name and number here is made up."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from uuid_utils import uuid7

from server import sessions
from sync import wire
from sync.database import fetch, reading
from sync.models import Device, Sequence
from sync.store import system_ms
from tests.browser.house import House

ZONE = "Europe/Madrid"
HOUR = 3_600_000


def new_id() -> str:
    """A row's id, as a device makes it."""
    return str(uuid7())


def new_name() -> str:
    """An op's name."""
    return "".join(secrets.choice("0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(12))


def day(after: int = 0) -> date:
    """A day of the business's calendar, counted from its today."""
    return datetime.now(ZoneInfo(ZONE)).date() + timedelta(days=after)


class Shop:
    """A business with an owner, one service and whatever `put` adds; `device` is the office computer that added it."""

    def __init__(self, house: House, name: str = "Made-up Grooming"):
        self.house = house
        self.name = f"{name} {new_name()}"
        with house.store() as store:
            self.id = store.add_business(self.name, ZONE, "EUR", "en")
            self.owner = store.add_member(self.id, "Olga Invented", "olga@example.com", "owner")
            self.epoch = Sequence.get_by_id(self.id).epoch
        self.cookie, seat = house.serving.sign_in(self.link())
        self.device = seat["device"]
        self.n = 0
        self.service = self.put("service", name="Full groom", minutes=60, price=euros(45), bookable=True)

    def link(self, member: str = "") -> str:
        """A fresh sign-in link, by default the owner's."""
        with self.house.store() as store:
            token, _ = sessions.make_link(store, self.id, member or self.owner, HOUR)
        return sessions.join_address(self.house.address, token)

    def member(self, name: str, role: str = "staff", **sees: bool) -> str:
        """Another person of the team, kept from what `sees` denies; their id."""
        with self.house.store() as store:
            member = store.add_member(self.id, name, f"{name.split()[0].lower()}@example.com", role)
        if sees:
            self.write("member", member, {f"sees.{sight}": allowed for sight, allowed in sees.items()})
        return member

    def put(self, table: str, **cells: Any) -> str:
        """A new row, pushed as the office computer's edit; its id. `__` in a name stands for the dot of a cell."""
        row = new_id()
        self.write(table, row, {name.replace("__", "."): value for name, value in cells.items()})
        return row

    def write(self, table: str, row: str, cells: dict[str, Any]) -> None:
        """One edit of the office computer, acknowledged."""
        self.push([self.op(table, row, cells)])

    def op(self, table: str, row: str, cells: dict[str, Any]) -> dict[str, Any]:
        """The office computer's next edit, made in sight of nothing."""
        self.n += 1
        return {"n": self.n, "o": new_name(), "w": system_ms(), "t": table, "i": row, "v": cells, "b": {}}

    def push(self, ops: list[dict[str, Any]]) -> None:
        """Bring edits to the server, which must take all of them."""
        body = {"type": "push", "device": self.device, "epoch": self.epoch, "now": system_ms(), "ops": ops}
        answer = self.house.serving.ask("POST", "/sync/push", body, self.cookie, Content_Type="application/json")
        assert answer.status == 200, answer.body
        said = answer.json
        assert all(each.get("type") == "ack" and not each.get("refused") for each in _list(said)), said

    def client(self, name: str = "Rosa Inventada", **cells: Any) -> str:
        """A client whose card is new; their id."""
        return self.put("client", name=name, status="active", **cells)

    def booking(self, client: str, start: str, status: str = "confirmed", **cells: Any) -> str:
        """A booking of the shop's service; `start` is local (`2026-11-21T09:30`)."""
        when = {"start": start, "minutes": 60, "zone": ZONE}
        made = {"client": client, "service": self.service, "member": self.owner, "when": when, "price": euros(45)}
        return self.put("booking", **(made | {"status": status, "modality": "theirs"} | cells))

    def row(self, table: str, row: str) -> wire.Row | None:
        """A row as the server holds it."""
        with self.house.store() as store:
            return store.row(self.id, table, row)

    def rows(self, table: str) -> list[wire.Row]:
        """Every row of a table as the server holds it, deleted ones too."""
        with self.house.store() as store:
            with reading(store.db):
                ids = fetch(store.db, f'SELECT "id" FROM "{table}" WHERE "business" = ? ORDER BY "id"', (self.id,))
            return [store.row(self.id, table, row) for (row,) in ids]

    def devices(self) -> list[Device]:
        """Every device id that the server gave in this business, in that order, with the highest `n` it holds."""
        with self.house.store() as store, reading(store.db):
            return list(Device.select().where(Device.business == self.id).order_by(Device.made))

    def numbers(self, device: str) -> list[int]:
        """Every `n` of a device that is in history, in order, each once."""
        sql = 'SELECT DISTINCT "n" FROM "history" WHERE "business" = ? AND "device" = ? ORDER BY "n"'
        with self.house.store() as store, reading(store.db):
            return [n for (n,) in fetch(store.db, sql, (self.id, device))]


def euros(amount: float) -> dict[str, Any]:
    """A sum as a cell holds it."""
    return {"amount": round(amount * 100), "currency": "EUR"}


def _list(said: Any) -> list[dict[str, Any]]:
    return said if isinstance(said, list) else [said]
