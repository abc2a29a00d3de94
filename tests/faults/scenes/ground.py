"""What scenes are played on: a made-up business in a folder, whose server's data folder is `data`.

All clocks stand still, so that what is done once more gives the same stamps.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import brotli
import msgspec

from server import sessions
from sync import wire
from sync.backup import restore
from sync.database import fetch, reading
from sync.scope import Seat
from sync.store import Store

NOON = 1_800_000_000_000
PHOTO = b"\xff\xd8\xff\xe0" + b"a photograph of nobody" * 9000
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()
SECRET = "Secretariat Invented"
"""What an erased client is called."""

Cast = dict[str, Any]

_names = count(1)


@contextmanager
def opened(folder: Path, at: int = NOON) -> Iterator[Store]:
    """The store of a scene's folder, its clock standing at `at`."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    with closing(Store(f"sqlite:///{data}/fichero.sqlite", data, lambda: at)) as store:
        yield store


@contextmanager
def opened_again(folder: Path) -> Iterator[Store]:
    """The store after a fault: its file is sound in every page and index, and it starts as a server starts it."""
    whole(folder)
    with opened(folder) as store:
        store.migrate()
        yield store


def row_id(number: int) -> str:
    """A UUIDv7 that can be told from others."""
    return f"01900000-0000-7000-8000-{number:012x}"


def op(n: int, table: str, row: int, cells: dict[str, Any]) -> dict[str, Any]:
    """An edit under a name of its own."""
    return {"n": n, "o": f"{next(_names):012d}", "w": NOON - 60_000 + n, "t": table, "i": row_id(row), "v": cells}


def found_business(folder: Path) -> Cast:
    """A made-up business with its owner and two devices of theirs."""
    with opened(folder) as store:
        store.migrate()
        business = store.add_business("Made-up groomers", "Europe/Madrid", "EUR", "en")
        member = store.add_member(business, "Olga", "olga@example.com", "owner")
        devices = [store.add_device(business, member, "a session", "made up") for _ in range(2)]
        epoch = store.state(business)[0]
    return {"business": business, "member": member, "devices": devices, "epoch": epoch}


def signed_in(store: Store, cast: Cast, label: str) -> sessions.SignedIn:
    """A phone of the owner's that has just signed in."""
    token, _ = sessions.make_link(store, cast["business"], cast["member"], sessions.INVITE_MS)
    return sessions.sign_in(store, token, label)


def clients(count: int, name: str = "Invented") -> list[dict[str, Any]]:
    """A device's first edits: so many clients are made."""
    return [op(n, "client", n, {"name": f"{name} {n}"}) for n in range(1, count + 1)]


def seat_of(cast: Cast) -> Seat:
    """The owner's."""
    return Seat(cast["business"], cast["member"], "a session")


def push(store: Store, cast: Cast, ops: list[dict[str, Any]], device: int = 0) -> list[wire.ServerMessage]:
    """What the server answers to these edits."""
    raw = [msgspec.Raw(json.dumps(each).encode()) for each in ops]
    return store.push(seat_of(cast), wire.Push(cast["devices"][device], cast["epoch"], NOON, raw))


def acknowledged(answers: list[wire.ServerMessage]) -> int:
    """The number up to which a push was acknowledged, nothing of it refused."""
    (ack,) = answers
    assert isinstance(ack, wire.Ack) and not ack.refused, ack
    return ack.n


def state(store: Store, cast: Cast) -> list[Any]:
    """All that the server holds of the business: its rows, what is gone, its history."""
    held: list[Any] = []
    cursor = 0
    while frame := store.rows(seat_of(cast), cursor):
        held += [msgspec.to_builtins(row) for row in frame.rows] + [list(each) for each in frame.gone]
        cursor = frame.to
    with reading(store.db):
        sql = 'SELECT "o", "cell", "value", "stamp", "won", "conflict" FROM "history" ORDER BY "o", "cell"'
        return [*held, *fetch(store.db, sql)]


def whole(folder: Path) -> None:
    """The store's file is sound, in every page and index."""
    with opened(folder) as store, reading(store.db):
        assert fetch(store.db, "PRAGMA integrity_check") == [("ok",)]


def restored(folder: Path, file: str) -> None:
    """Restore a backup, as the command does."""
    with opened(folder) as store:
        restore(store.db, store.folder, folder / file, NOON)


def traces(folder: Path, text: str) -> list[str]:
    """The files that hold a text, snapshots decoded, or the photo."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".br":
                content = brotli.decompress(content)
            if text.encode() in content or b"photograph of nobody" in content:
                found.append(path.name)
    return found
