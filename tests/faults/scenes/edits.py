"""Scenes of edits: they are taken, and one of them erases a client for ever."""

import json
import os
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

from sync.backup import backup
from sync.database import fetch, reading
from sync.store import Store
from tests.faults.scenes.ground import (
    PHOTO,
    PHOTO_NAME,
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
    state,
    traces,
)
from tests.faults.scenes.scene import Say, Scene


class Pushes(Scene):
    """Phones push: clients, edits, many rows at once, an edit that meets another's."""

    def prepare(self, folder: Path) -> Cast:
        cast = super().prepare(folder)
        cast["pushes"] = [
            (0, clients(3)),
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
        with opened_again(folder) as store:
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

    def furnish(self, store: Store, folder: Path, cast: Cast) -> None:
        ops = [op(1, "client", 1, {"name": SECRET, "photo": PHOTO_NAME}), op(2, "client", 2, {"name": "Invented"})]
        ops += [op(3, "note", 3, {"client": row_id(1), "body": SECRET})]
        acknowledged(push(store, cast, ops))
        store.snapshot(seat_of(cast))
        files = store.files(cast["business"])
        files.mkdir(parents=True)
        (files / PHOTO_NAME).write_bytes(PHOTO)
        # One that was just sent would be spared.
        os.utime(files / PHOTO_NAME, (0, 0))
        backup(store.db, folder / "before.backup")
        cast["erase"] = [op(4, "client", 1, {"erased": True})]

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            acknowledged(push(store, cast, cast["erase"]))
            say("erased")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        with opened_again(folder) as store:
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
