"""A made-up business behind the real application, and browsers that talk to it. Every name here is invented."""

import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from uuid_utils import uuid7

from server import sessions
from server.app import create_app
from server.config import load
from sync.store import Store, system_ms

HOUR = 3_600_000


@dataclass
class Clock:
    """A clock that tests move by hand: ms UTC."""

    ms: int = field(default_factory=system_ms)

    def __call__(self) -> int:
        return self.ms


class Browser:
    """One browser profile: cookies of its own, and the Origin that its pages send."""

    def __init__(self, client: FlaskClient, origin: str):
        self.client = client
        self.origin = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
        self.device = ""
        self.member = ""
        self.n = 0

    def get(self, path: str, **more: Any):
        return self.client.get(path, **more)

    def post(self, path: str, body: Any, **more: Any):
        return self.client.post(path, json=body, headers=self.origin, **more)

    def patch(self, path: str, body: Any):
        return self.client.patch(path, json=body, headers=self.origin)

    def delete(self, path: str):
        return self.client.delete(path, headers=self.origin)

    def put(self, path: str, content: bytes, part: str = ""):
        headers = self.origin | ({"Content-Range": part} if part else {})
        return self.client.put(path, data=content, headers=headers)

    def sign_in(self, token: str, label: str = "van phone"):
        """Use a link; the answer as it came."""
        answer = self.post("/session", {"token": token, "label": label})
        if answer.status_code == 200:
            self.device, self.member = answer.json["device"], answer.json["member"]["id"]
        return answer

    def op(self, table: str, row: str, cells: dict[str, Any]) -> dict[str, Any]:
        """The next edit of this device."""
        self.n += 1
        return {"n": self.n, "o": name(), "w": system_ms(), "t": table, "i": row, "v": cells, "b": {}}

    def push(self, epoch: str, ops: list[dict[str, Any]]):
        body = {"type": "push", "device": self.device, "epoch": epoch, "now": system_ms(), "ops": ops}
        return self.post("/sync/push", body)


class Office:
    """The application over a fresh store with one business and its owner."""

    def __init__(self, data: Path, environ: dict[str, str] | None = None):
        self.clock = Clock()
        self.config = load({"FICHERO_DATA": str(data)} | (environ or {}))
        self.browsers: list[Browser] = []
        self.config.data.mkdir()
        (self.config.data / "fichero.sqlite").write_bytes(_empty_store())
        self.reopen()
        if environ and "FICHERO_DATABASE" in environ:
            self.store.migrate()
        self.business = self.store.add_business("Made-up Grooming", "Europe/Madrid", "EUR", "es")
        self.owner = self.store.add_member(self.business, "Olga Invented", "olga@example.com", "owner")

    def reopen(self) -> None:
        """Open the store, again after a restore; browsers that were there stay."""
        self.store = Store(self.config.database, self.config.data, self.clock)
        self.app: Flask = create_app(self.config, self.store)
        for browser in self.browsers:
            browser.client.application = self.app

    def link(self, member: str = "", lasts: int = 24 * HOUR) -> str:
        """A fresh sign-in token, by default the owner's."""
        return sessions.make_link(self.store, self.business, member or self.owner, lasts)[0]

    def browser(self) -> Browser:
        """A browser that nobody is signed in on."""
        self.browsers.append(Browser(self.app.test_client(), self.config.address))
        return self.browsers[-1]

    def signed_in(self, member: str = "") -> Browser:
        """A browser of a member, by default the owner."""
        browser = self.browser()
        assert browser.sign_in(self.link(member)).status_code == 200
        return browser

    def staff(self, email: str = "sam@example.com") -> str:
        """Another member, of the staff."""
        return self.store.add_member(self.business, "Sam Invented", email, "staff")

    def epoch(self, browser: Browser) -> str:
        """The business's epoch, as the snapshot tells it."""
        return browser.get("/sync/snapshot").get_data(as_text=True).split('"')[3]


@cache
def _empty_store() -> bytes:
    """A store's file with its tables, made once: half of an office's time would go into them."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite"
        store = Store(f"sqlite:///{file}", Path(folder))
        store.migrate()
        store.close()
        return file.read_bytes()


def row_id() -> str:
    """A row's id, as a device makes it."""
    return str(uuid7())


def name() -> str:
    """An op's name."""
    return "".join(secrets.choice("0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(12))
