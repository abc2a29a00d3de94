"""Snapshots: a whole business as one member may see it, encoded once into a file and kept for the next device.

Lines of JSON, brotli: a header, arrays of at most 500 rows, `{"end":true}`. First the rows that every screen needs and
a short array of clients, enough for a screen; then tasks that are for no client, and the other clients. Each client
comes with all that stands on their card, those whose next booking is nearest first; a client's rows share an array, so
that a phone keeps each array as one block.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import brotli
from peewee import Database

from sync import wire
from sync.database import fetch, is_sqlite, places, reading
from sync.durable import put_in_place
from sync.records import Record, find
from sync.scope import Scope
from sync.tables import TABLES

BLOCK = 500
"""The most rows in one array, unless one client alone has more."""

SCREENFUL = 100
"""The most rows in the first array of clients, unless one client alone has more: a phone shows them at once."""

FRESH = 2_000
"""A kept snapshot serves until the business has moved on by this many changes: the device takes those as rows."""

_QUALITY = 5
_CLIENTS_AT_ONCE = 400
_CARD = [name for name, table in TABLES.items() if "client" in table.hangs]


@dataclass(frozen=True)
class Snapshot:
    """An encoded snapshot: the rows of `epoch` as of `head`, in an open file, which an erasure cannot take away.

    It is read once; whoever does not read it to the end closes it.
    """

    file: BinaryIO
    epoch: str
    head: int
    seconds: float | None = None
    """How long it took to encode; None for one that was kept."""

    @property
    def path(self) -> Path:
        """Where the file is, or was."""
        return Path(self.file.name)

    def pieces(self) -> Iterator[bytes]:
        """The snapshot as it is encoded."""
        with self.file:
            while piece := self.file.read(64 * 1024):
                yield piece

    def lines(self) -> Iterator[bytes]:
        """The lines of the snapshot, decoded, each with its line feed."""
        decoder, rest = brotli.Decompressor(), b""
        for piece in self.pieces():
            *whole, rest = (rest + decoder.process(piece)).split(b"\n")
            yield from (line + b"\n" for line in whole)


class Snapshots:
    """The snapshots of a store, in the folder `snapshots` of its data."""

    def __init__(self, db: Database, folder: Path):
        self.db = db
        self.folder = folder / "snapshots"
        self._turns = folder / "turns"

    def take(self, scope: Scope, since: int) -> Snapshot:
        """A snapshot for a member's view: a kept one, fresh enough and not before seq `since`, else a new one."""
        name = _name(scope)
        with self._turn(name):
            while True:
                try:
                    return self._kept(scope.business, name, since) or self._make(scope, name)
                except FileNotFoundError:
                    # An erasure drops the files of what is being made: it is made again, without what was erased.
                    continue
                except OSError:
                    # On a full disk what is half done would only take room.
                    self._drop_unfinished(name)
                    raise

    def kept(self, scope: Scope, since: int) -> Snapshot | None:
        """The kept snapshot that `take` would give, without waiting for anybody; None where one must be made."""
        with contextlib.suppress(FileNotFoundError):
            return self._kept(scope.business, _name(scope), since)
        return None

    @contextlib.contextmanager
    def _turn(self, name: str) -> Iterator[None]:
        """One snapshot of a view is made at a time, by whichever process; blocks the thread, not others."""
        self._turns.mkdir(parents=True, exist_ok=True)
        with (self._turns / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def drop(self, business: str) -> None:
        """Remove a business's snapshots: what was erased may be in them."""
        for path in self.folder.glob(f"{business}~*"):
            path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a crash left: unfinished files, and snapshots from before a business's last erasure."""
        for path in (*self.folder.glob("*.tmp"), *self.folder.glob("*.new")):
            if not _lives(int(path.stem.rsplit(".", 1)[1])):
                path.unlink(missing_ok=True)
        for path in self.folder.glob("*~*.br"):
            business, at = path.stem.split("~")[0], int(path.stem.rsplit("~", 1)[1])
            if at < _last_erased(self.db, business):
                path.unlink(missing_ok=True)

    def _kept(self, business: str, name: str, since: int) -> Snapshot | None:
        epoch, head = _counters(self.db, business)
        least = max(head - FRESH, since, _last_erased(self.db, business))
        for path in self.folder.glob(f"{name}~{epoch}~*.br"):
            at = int(path.stem.rsplit("~", 1)[1])
            if least <= at <= head:
                return Snapshot(path.open("rb"), epoch, at)
        return None

    def _drop_unfinished(self, name: str) -> None:
        for path in (*self.folder.glob(f"{name}.*.tmp"), *self.folder.glob(f"{name}~*.new")):
            path.unlink(missing_ok=True)

    def _make(self, scope: Scope, name: str) -> Snapshot:
        began = time.perf_counter()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._drop_unfinished(name)
        body = self.folder / f"{name}.{os.getpid()}.tmp"
        rows = 0
        with reading(self.db), body.open("wb") as file:
            epoch, head = _counters(self.db, scope.business)
            for block in _blocks(self.db, scope):
                rows += len(block)
                file.write(wire.encode(block) + b"\n")
        path = self.folder / f"{name}~{epoch}~{head}.br"
        header = json.dumps({"epoch": epoch, "head": head, "rows": rows}, separators=(",", ":"))
        encoded = path.with_suffix(f".{os.getpid()}.new")
        with body.open("rb") as file, encoded.open("wb") as out:
            encoder = brotli.Compressor(quality=_QUALITY)
            out.write(encoder.process(header.encode() + b"\n"))
            while piece := file.read(64 * 1024):
                out.write(encoder.process(piece))
            out.write(encoder.process(b'{"end":true}\n') + encoder.finish())
        body.unlink()
        for old in self.folder.glob(f"{name}~*.br"):
            old.unlink(missing_ok=True)
        put_in_place(encoded, path)
        return Snapshot(path.open("rb"), epoch, head, time.perf_counter() - began)


def _name(scope: Scope) -> str:
    """What the files of a view's snapshots begin with."""
    return f"{scope.business}~{scope.view.replace(':', '~')}"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _counters(db: Database, business: str) -> tuple[str, int]:
    with reading(db):
        return fetch(db, 'SELECT "epoch", "head" FROM "sequence" WHERE "business" = ?', (business,))[0]


def _last_erased(db: Database, business: str) -> int:
    """The seq of a business's last erasure; 0 when there was none."""
    with reading(db):
        return fetch(db, 'SELECT COALESCE(MAX("seq"), 0) FROM "erased" WHERE "business" = ?', (business,))[0][0]


def _blocks(db: Database, scope: Scope) -> Iterator[list[wire.Row]]:
    first: list[wire.Row] = []
    later: list[wire.Row] = []
    for record in scope.visible(db, _without_client(db, scope.business)):
        (later if record.table in _CARD else first).append(scope.show(record))
    yield from _arrays([row] for row in first)
    cards = _cards_in_order(db, scope)
    soonest = next(cards, [])
    card: list[wire.Row] = []
    for card in cards:
        if len(soonest) + len(card) > SCREENFUL:
            break
        soonest, card = soonest + card, []
    yield from _arrays([soonest])
    yield from _arrays([row] for row in later)
    yield from _arrays(chain([card], cards))


def _arrays(cards: Iterable[list[wire.Row]]) -> Iterator[list[wire.Row]]:
    """Whole cards to an array, as many as there is room for."""
    block: list[wire.Row] = []
    for card in cards:
        if block and len(block) + len(card) > BLOCK:
            yield block
            block = []
        block += card
        while len(block) > BLOCK:
            yield block[:BLOCK]
            block = block[BLOCK:]
    if block:
        yield block


def _cards_in_order(db: Database, scope: Scope) -> Iterator[list[wire.Row]]:
    clients = _clients_in_order(db, scope.business)
    for start in range(0, len(clients), _CLIENTS_AT_ONCE):
        yield from _cards(db, scope, clients[start : start + _CLIENTS_AT_ONCE])


def _without_client(db: Database, business: str) -> list[Record]:
    """The rows that stand on no client's card: the shared tables, and rows whose client is none or not there."""
    records = []
    for name in TABLES:
        if name in _CARD:
            lost = (
                f'NOT EXISTS (SELECT 1 FROM "client" c WHERE c."business" = "{name}"."business" AND c."id" = "client")'
            )
            records += find(db, business, name, f'("client" IS NULL OR {lost})')
        elif name != "client":
            records += find(db, business, name, "1 = 1")
    return records


def _clients_in_order(db: Database, business: str) -> list[str]:
    """The ids of all clients: by their next booking from today to a week ahead, then yesterday's, then the others."""
    start = "json_extract(\"when\", '$.start')" if is_sqlite(db) else "CAST(\"when\" AS json)->>'start'"
    today = _today(db, business)
    first, last = ((today + timedelta(days=days)).isoformat() for days in (-1, 8))
    near = f'SELECT "client", {start} FROM "booking" WHERE "business" = ? AND {start} >= ? AND {start} < ?'
    soon: dict[str, str] = {}
    for client, at in fetch(db, near, (business, first, last)):
        place = at if at >= today.isoformat() else f"~{at}"
        soon[client] = min(place, soon.get(client, place))
    every = [row for (row,) in fetch(db, 'SELECT "id" FROM "client" WHERE "business" = ? ORDER BY "id"', (business,))]
    return sorted(every, key=lambda client: soon.get(client, "~~"))


def _today(db: Database, business: str) -> date:
    """The day that it is where the business is."""
    rows = fetch(db, 'SELECT "zone" FROM "business" WHERE "business" = ?', (business,))
    try:
        return datetime.now(ZoneInfo(rows[0][0])).date()
    except (IndexError, TypeError, ValueError, ZoneInfoNotFoundError):
        return datetime.now(UTC).date()


def _cards(db: Database, scope: Scope, clients: list[str]) -> list[list[wire.Row]]:
    """The rows of some clients' cards, a list for each, as the member may see them."""
    cards: dict[str, list[wire.Row]] = {client: [] for client in clients}
    records = find(db, scope.business, "client", f'"id" IN ({places(len(clients))})', tuple(clients))
    for name in _CARD:
        records += find(db, scope.business, name, f'"client" IN ({places(len(clients))})', tuple(clients))
    for record in scope.visible(db, records):
        cards[record.id if record.table == "client" else record.cells["client"]].append(scope.show(record))
    return [card for card in cards.values() if card]
