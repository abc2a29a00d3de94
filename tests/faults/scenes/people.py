"""Scenes of people's phones: one sends a photo, one is signed out for good."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server import config as settings
from server import sessions
from server.app import create_app
from sync.backup import backup
from sync.store import Store
from tests.faults.scenes.ground import PHOTO, PHOTO_NAME, Cast, opened, opened_again, restored, signed_in
from tests.faults.scenes.scene import Say, Scene


class Upload(Scene):
    """A phone sends a photo in two parts."""

    def furnish(self, store: Store, folder: Path, cast: Cast) -> None:
        cast["cookie"] = signed_in(store, cast, "phone").token

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

    def furnish(self, store: Store, folder: Path, cast: Cast) -> None:
        lost = signed_in(store, cast, "lost phone")
        cast |= {"token": lost.token, "session": lost.seat.session}
        backup(store.db, folder / "before.backup")

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        with opened(folder) as store:
            sessions.revoke(store, cast["business"], cast["session"], cast["member"])
            say("revoked")

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        with opened_again(folder) as store:
            assert sessions.seat_of(store, cast["token"]).revoked or not said
            sessions.revoke(store, cast["business"], cast["session"], cast["member"])
        restored(folder, "before.backup")
        with opened(folder) as store:
            assert sessions.seat_of(store, cast["token"]).revoked, "a backup signed it in again"
