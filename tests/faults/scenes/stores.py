"""Scenes of a whole store: it is begun, brought up to date, copied, put back."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from playhouse.migrations import Runner

from server import businesses, commands, sessions
from server import config as settings
from sync.backup import backup, check, restore
from sync.database import MIGRATIONS, reading
from sync.store import Store
from tests.faults.scenes.ground import (
    NOON,
    SECRET,
    Cast,
    acknowledged,
    clients,
    op,
    opened,
    opened_again,
    push,
    restored,
    row_id,
    seat_of,
    whole,
)
from tests.faults.scenes.scene import Say, Scene


class SnapshotMade(Scene):
    """A snapshot is made, in the place of one that is too old."""

    def furnish(self, store: Store, folder: Path, cast: Cast) -> None:
        acknowledged(push(store, cast, clients(399)))

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            say(store.snapshot(seat_of(cast)).head)

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        with opened_again(folder) as store:
            header, *blocks, end = [json.loads(line) for line in store.snapshot(seat_of(cast)).lines()]
            assert end == {"end": True} and header["rows"] == sum(map(len, blocks)) > 399
            left = [path.name for path in store.snapshots.folder.iterdir()]
            assert len(left) == 1, f"left lying about: {left}"


class Backup(Scene):
    """The store is copied into a file."""

    def furnish(self, store: Store, folder: Path, cast: Cast) -> None:
        acknowledged(push(store, cast, clients(99)))

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

    def furnish(self, store: Store, folder: Path, cast: Cast) -> None:
        acknowledged(push(store, cast, clients(39, SECRET)))
        backup(store.db, folder / "kept.backup")
        acknowledged(push(store, cast, [op(40, "client", 40, {"name": "Younger"})]))
        acknowledged(push(store, cast, [op(41, "client", 1, {"erased": True})]))
        store.snapshot(seat_of(cast))

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            restore(store.db, store.folder, folder / "kept.backup", NOON)
            say("restored")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        with opened_again(folder) as store:
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
        with opened_again(folder) as store:
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
