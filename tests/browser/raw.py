"""A program on the wire itself, which may say what no phone of ours would."""

import json
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sync.store import system_ms
from tests.browser.shop import Shop

SUBPROTOCOL = "fichero.sync.1"
_PATIENCE = 10


class Raw:
    """A conversation of the shop's office computer, after its hello."""

    def __init__(self, shop: Shop):
        self._shop = shop
        address = shop.house.address
        self._connection = connect(
            address.replace("http", "ws", 1) + "/sync",
            origin=address,
            subprotocols=[SUBPROTOCOL],
            additional_headers={"Cookie": shop.cookie},
        )

    def __enter__(self) -> Self:
        self._socket = self._connection.__enter__()
        hello = {"type": "hello", "device": self._shop.device, "epoch": self._shop.epoch, "cursor": 0, "schema": 1}
        assert self.ask(json.dumps(hello | {"now": system_ms()}))["type"] == "welcome"
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._connection.__exit__(kind, fault, at)

    def ask(self, frame: str) -> dict[str, Any] | None:
        """Send a frame; the answer to it, rows left aside, or None when the server closed."""
        try:
            self._socket.send(frame)
            while True:
                said = json.loads(self._socket.recv(_PATIENCE))
                if said["type"] != "rows":
                    return said
        except ConnectionClosed:
            return None

    def push(self, ops: list[dict[str, Any]]) -> dict[str, Any]:
        """Push edits; the acknowledgement."""
        message = {"type": "push", "device": self._shop.device, "epoch": self._shop.epoch, "now": system_ms()}
        return self.ask(json.dumps(message | {"ops": ops}))
