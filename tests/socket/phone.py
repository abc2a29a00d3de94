"""A device in few words: signs in at a real server and speaks `fichero.sync.1` through the `websockets` library."""

import json
import time
from typing import Any

from uuid_utils import uuid7
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sync.stamp import random_name
from tests.server.process import Serving

SOON = 10
"""Seconds that any answer may take."""


class Phone:
    """One signed-in device with one connection at a time."""

    def __init__(self, serving: Serving, link: str):
        self.serving = serving
        self.cookie, said = serving.sign_in(link)
        self.device: str = said["device"]
        self.member: str = said["member"]["id"]
        self.epoch = ""
        self.n = 0
        self.connect()

    def connect(self) -> None:
        """Open a new connection; nothing is said yet."""
        address = self.serving.address
        self.line = connect(
            address.replace("http", "ws") + "/sync",
            origin=address,
            subprotocols=["fichero.sync.1"],
            additional_headers={"Cookie": self.cookie},
            max_size=None,
            legacy=True,
        )

    def say(self, type_: str, **message: Any) -> None:
        """Send one message."""
        self.line.send(json.dumps({"type": type_} | message))

    def hear(self, type_: str | None = None) -> dict[str, Any]:
        """The next message; with `type_`, it must be of that type."""
        message = json.loads(self.line.recv(SOON))
        assert type_ is None or message["type"] == type_, message
        return message

    def hello(self, cursor: int = 0, epoch: str | None = None, **change: Any) -> dict[str, Any]:
        """Say hello and hear welcome."""
        epoch = self.epoch if epoch is None else epoch
        hello = {"device": self.device, "epoch": epoch, "cursor": cursor, "schema": 1, "now": now()}
        self.say("hello", **(hello | change))
        welcome = self.hear("welcome")
        self.epoch = welcome["epoch"]
        return welcome

    def catch_up(self, welcome: dict[str, Any]) -> list[dict[str, Any]]:
        """Take rows to the head that welcome named; the frames."""
        frames, cursor = [], 0
        while cursor < welcome["head"]:
            frames.append(self.hear("rows"))
            cursor = frames[-1]["to"]
            self.say("got", cursor=cursor)
        return frames

    def op(
        self, table: str = "client", row: str = "", base: dict[str, Any] | None = None, **cells: Any
    ) -> dict[str, Any]:
        """The next edit of this device."""
        self.n += 1
        row = row or str(uuid7())
        return {"n": self.n, "o": random_name(12), "w": now(), "t": table, "i": row, "v": cells, "b": base or {}}

    def push(self, *ops: dict[str, Any], **change: Any) -> None:
        """Send edits, without waiting for the answer."""
        self.say("push", **({"device": self.device, "epoch": self.epoch, "now": now(), "ops": list(ops)} | change))

    def closed(self) -> int | None:
        """Hear everything until the server closes; the code."""
        try:
            while True:
                self.line.recv(SOON)
        except ConnectionClosed as over:
            return over.rcvd and over.rcvd.code

    def hang_up(self) -> None:
        """Close the connection."""
        self.line.close()


def now() -> int:
    """ms UTC."""
    return time.time_ns() // 1_000_000
