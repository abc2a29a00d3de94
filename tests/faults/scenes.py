"""Scenes: things that a server does to its disk, and what must hold of it afterwards wherever they ended.

A scene is prepared once, played in a child of the stage (on a copy, and perhaps not to its end), and checked by
whoever had it played. In its folder `data` is the server's data folder. All clocks stand still, so that what is done
once more gives the same stamps.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import msgspec
from playhouse.migrations import Runner

from server import businesses, commands, sessions
from server import config as settings
from server.app import create_app
from sync import wire
from sync.backup import backup, check, restore
from sync.database import MIGRATIONS, fetch, reading
from sync.scope import Seat
from sync.store import Store

NOON = 1_800_000_000_000
PHOTO = b"\xff\xd8\xff\xe0" + b"a photograph of nobody" * 9000
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()
SECRET = "Secretariat Invented"
"""What an erased client is called."""

Cast = dict[str, Any]
Say = Callable[[Any], None]

_names = count(1)


@contextmanager
def opened(folder: Path, at: int = NOON) -> Iterator[Store]:
    """The store of a scene's folder, its clock standing at `at`."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    with closing(Store(f"sqlite:///{data}/fichero.sqlite", data, lambda: at)) as store:
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
    import brotli

    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".br":
                content = brotli.decompress(content)
            if text.encode() in content or b"photograph of nobody" in content:
                found.append(path.name)
    return found


class Scene:
    """One thing that a server does."""

    def prepare(self, folder: Path) -> Cast:
        """What is there before, made in an empty folder. What it returns goes through JSON."""
        raise NotImplementedError

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        """Do it, and say what is safe from then on."""
        raise NotImplementedError

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        """Start again after it ended somewhere, `said` being the last thing heard of it, and do it once more."""
        raise NotImplementedError


class Pushes(Scene):
    """Phones push: clients, edits, many rows at once, an edit that meets another's."""

    def prepare(self, folder: Path) -> Cast:
        cast = found_business(folder)
        cast["pushes"] = [
            (0, [op(n, "client", n, {"name": f"Invented {n}"}) for n in range(1, 4)]),
            (1, [op(1, "client", 1, {"name": "Also Invented", "company": "Made-up Ltd"})]),
            (0, [op(n, "note", n, {"client": row_id(1), "body": "long " * 400}) for n in range(4, 24)]),
            (0, [op(24, "client", 2, {"deleted": True}), op(25, "client", 3, {"name": "Again"})]),
        ]
        twin = copytree(folder, folder.with_name(folder.name + " done"))
        self.play(twin, cast, lambda said: None)
        with opened(twin) as store:
            cast["done"] = state(store, cast)
        rmtree(twin)
        return cast

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            for number, (device, ops) in enumerate(cast["pushes"]):
                acknowledged(push(store, cast, ops, device))
                say(number)

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        whole(folder)
        with opened(folder) as store:
            store.migrate()
            with reading(store.db):
                known = {o for (o,) in fetch(store.db, 'SELECT "o" FROM "op"')}
            for _, ops in cast["pushes"][: len(said)]:
                lost = {each["o"] for each in ops} - known
                assert not lost, f"acknowledged and lost: {lost}"
            for device, ops in cast["pushes"]:
                acknowledged(push(store, cast, ops, device))
            now = json.loads(json.dumps(state(store, cast)))
            assert now == cast["done"], "what was done twice is not as if it had been done once"


class Erasure(Scene):
    """An owner erases a client, with all that hangs from it, of which a snapshot is kept."""

    def prepare(self, folder: Path) -> Cast:
        cast = found_business(folder)
        with opened(folder) as store:
            ops = [op(1, "client", 1, {"name": SECRET, "photo": PHOTO_NAME}), op(2, "client", 2, {"name": "Invented"})]
            ops += [op(3, "note", 3, {"client": row_id(1), "body": SECRET})]
            acknowledged(push(store, cast, ops))
            store.snapshot(seat_of(cast))
            files = store.files(cast["business"])
            files.mkdir(parents=True)
            (files / PHOTO_NAME).write_bytes(PHOTO)
            backup(store.db, folder / "before.backup")
        cast["erase"] = [op(4, "client", 1, {"erased": True})]
        return cast

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            acknowledged(push(store, cast, cast["erase"]))
            say("erased")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        whole(folder)
        with opened(folder) as store:
            store.migrate()
            gone = store.row(cast["business"], "client", row_id(1)) is None
            assert gone or not said, "the erasure was acknowledged, and the client is there"
            if gone:
                assert not traces(folder / "data", SECRET), f"left of it: {traces(folder / 'data', SECRET)}"
            acknowledged(push(store, cast, cast["erase"]))
            assert not traces(folder / "data", SECRET), f"left of it: {traces(folder / 'data', SECRET)}"
            assert store.row(cast["business"], "client", row_id(2))
        restored(folder, "before.backup")
        with opened(folder) as store:
            assert store.row(cast["business"], "client", row_id(1)) is None, "a backup brought it back"
            assert store.row(cast["business"], "client", row_id(2))


class SnapshotMade(Scene):
    """A snapshot is made, in the place of one that is too old."""

    def prepare(self, folder: Path) -> Cast:
        cast = found_business(folder)
        with opened(folder) as store:
            acknowledged(push(store, cast, [op(n, "client", n, {"name": f"Invented {n}"}) for n in range(1, 400)]))
        return cast

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            say(store.snapshot(seat_of(cast)).head)

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        whole(folder)
        with opened(folder) as store:
            store.migrate()
            header, *blocks, end = [json.loads(line) for line in store.snapshot(seat_of(cast)).lines()]
            assert end == {"end": True} and header["rows"] == sum(map(len, blocks)) > 399
            left = [path.name for path in store.snapshots.folder.iterdir()]
            assert len(left) == 1, f"left lying about: {left}"


class Backup(Scene):
    """The store is copied into a file."""

    def prepare(self, folder: Path) -> Cast:
        cast = found_business(folder)
        with opened(folder) as store:
            acknowledged(push(store, cast, [op(n, "client", n, {"name": f"Invented {n}"}) for n in range(1, 100)]))
        return cast

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            backup(store.db, folder / "kept.backup")
            say("saved")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        whole(folder)
        file = folder / "kept.backup"
        assert file.exists() or not said, "it was saved, and is not there"
        if file.exists():
            check(file)
            file.unlink()
        with opened(folder) as store:
            backup(store.db, file)
            check(file)
            assert {path.name for path in folder.iterdir()} == {"data", "kept.backup"}
        restored(folder, "kept.backup")
        with opened(folder) as store:
            assert store.row(cast["business"], "client", row_id(99))


class Restore(Scene):
    """A backup is put in the store's place; since it was taken, a client was made and another erased."""

    def prepare(self, folder: Path) -> Cast:
        cast = found_business(folder)
        with opened(folder) as store:
            acknowledged(push(store, cast, [op(n, "client", n, {"name": f"{SECRET} {n}"}) for n in range(1, 40)]))
            backup(store.db, folder / "kept.backup")
            acknowledged(push(store, cast, [op(40, "client", 40, {"name": "Younger"})]))
            acknowledged(push(store, cast, [op(41, "client", 1, {"erased": True})]))
            store.snapshot(seat_of(cast))
        return cast

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            restore(store.db, store.folder, folder / "kept.backup", NOON)
            say("restored")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        whole(folder)
        with opened(folder) as store:
            store.migrate()
            epoch, _ = store.state(cast["business"])
            new = epoch != cast["epoch"]
            assert new or not said, "it was restored, and the former store is there"
            self._is(store, cast, new)
        restored(folder, "kept.backup")
        with opened(folder) as store:
            self._is(store, cast, new=True)
            header = json.loads(next(store.snapshot(seat_of(cast)).lines()))
            assert header["epoch"] == store.state(cast["business"])[0]

    @staticmethod
    def _is(store: Store, cast: Cast, new: bool) -> None:
        held = {number for number in (1, 2, 39, 40) if store.row(cast["business"], "client", row_id(number))}
        assert held == ({2, 39} if new else {2, 39, 40})


class Migration(Scene):
    """The store of the first version is brought to this one."""

    def prepare(self, folder: Path) -> Cast:
        (folder / "data").mkdir()
        with opened(folder) as store:
            with store.db.connection_context():
                Runner(store.db, str(MIGRATIONS)).up("0001_first")
            return {"business": store.add_business("Made-up groomers", "Europe/Madrid", "EUR", "en")}

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            store.migrate()
            say("migrated")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        whole(folder)
        with opened(folder) as store:
            store.migrate()
            assert [each["name"] for each in store.businesses()] == ["Made-up groomers"]
            with reading(store.db):
                assert "started" in {column.name for column in store.db.get_columns("booking")}


class FirstStart(Scene):
    """Nothing is there; a server starts, and a business and its owner's link are made."""

    def prepare(self, folder: Path) -> Cast:
        return {}

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        config = self._config(folder)
        config.prepare()
        with closing(commands.open_store(config)) as store:
            businesses.make_business(store, "Made-up groomers", "Europe/Madrid", "EUR", "en")
            say("made")
            (business,) = store.businesses()
            member = store.add_member(business["id"], "Olga", "olga@example.com", "owner")
            say(sessions.make_link(store, business["id"], member, sessions.INVITE_MS)[0])

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        config = self._config(folder)
        config.prepare()
        with closing(commands.open_store(config)) as store:
            names = [each["name"] for each in store.businesses()]
            assert names in (["Made-up groomers"], []) and (names or not said), "the business is lost"
            if len(said) > 1:
                assert sessions.sign_in(store, said[1], "phone").device
        whole(folder)

    @staticmethod
    def _config(folder: Path) -> settings.Config:
        return settings.load({"FICHERO_DATA": str(folder / "data")})


class Upload(Scene):
    """A phone sends a photo in two parts."""

    def prepare(self, folder: Path) -> Cast:
        cast = found_business(folder)
        with opened(folder) as store:
            token, _ = sessions.make_link(store, cast["business"], cast["member"], sessions.INVITE_MS)
            cast["cookie"] = sessions.sign_in(store, token, "phone").token
        return cast

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            for status in self._send(store, folder, cast):
                say(status)

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        with opened(folder) as store:
            file = store.files(cast["business"]) / PHOTO_NAME
            assert file.exists() or said != [202, 201], "it was acknowledged, and is not there"
            assert not file.exists() or file.read_bytes() == PHOTO, "it is there, and is not what was sent"
            list(self._send(store, folder, cast))
            assert file.read_bytes() == PHOTO

    @staticmethod
    def _send(store: Store, folder: Path, cast: Cast) -> Iterator[int]:
        config = settings.load({"FICHERO_DATA": str(folder / "data")})
        client = create_app(config, store).test_client()
        client.set_cookie("fichero", cast["cookie"], domain="localhost")
        half = len(PHOTO) // 2
        origin = {"Origin": config.address, "Sec-Fetch-Site": "same-origin"}
        for first, piece in ((0, PHOTO[:half]), (half, PHOTO[half:])):
            part = f"bytes {first}-{first + len(piece) - 1}/{len(PHOTO)}"
            answer = client.put(f"/files/{PHOTO_NAME}", data=piece, headers=origin | {"Content-Range": part})
            assert answer.status_code in (200, 201, 202), answer.json
            yield answer.status_code


class Revocation(Scene):
    """A lost phone is signed out; a backup from before is restored later."""

    def prepare(self, folder: Path) -> Cast:
        cast = found_business(folder)
        with opened(folder) as store:
            token, _ = sessions.make_link(store, cast["business"], cast["member"], sessions.INVITE_MS)
            signed_in = sessions.sign_in(store, token, "lost phone")
            cast |= {"token": signed_in.token, "session": signed_in.seat.session}
            backup(store.db, folder / "before.backup")
        return cast

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            sessions.revoke(store, cast["business"], cast["session"], cast["member"])
            say("revoked")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        whole(folder)
        with opened(folder) as store:
            store.migrate()
            assert sessions.seat_of(store, cast["token"]).revoked or not said
            sessions.revoke(store, cast["business"], cast["session"], cast["member"])
        restored(folder, "before.backup")
        with opened(folder) as store:
            assert sessions.seat_of(store, cast["token"]).revoked, "a backup signed it in again"


SCENES: dict[str, Scene] = {
    "pushes": Pushes(),
    "erasure": Erasure(),
    "snapshot": SnapshotMade(),
    "backup": Backup(),
    "restore": Restore(),
    "migration": Migration(),
    "first start": FirstStart(),
    "upload": Upload(),
    "revocation": Revocation(),
}
