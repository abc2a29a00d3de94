"""Devices in few words, many of them in one process: real sockets, asyncio, messages as bytes that were made before."""

import asyncio
import json
import resource
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from bench.ground import House
from bench.ops import Edit
from sync.stamp import random_name

PATIENCE = 60
"""Seconds that any answer may take before a bench gives up."""


class Device:
    """One device and its connection; it makes ops, and takes what the server sends."""

    def __init__(self, house: House, cookie: str, device: str):
        self.house = house
        self.cookie = cookie
        self.device = device
        self.epoch = ""
        self.n = 0
        self.cursor = 0
        self.line: ClientConnection | None = None

    async def connect(self) -> None:
        """Connect, say hello at the head, and be welcome. A first hello learns where the head is."""
        address = self.house.address
        self.line = await connect(
            address.replace("http", "ws") + "/sync", origin=address, subprotocols=["fichero.sync.1"],
            additional_headers={"Cookie": self.cookie}, compression=None, ping_interval=None, max_size=None,
            open_timeout=PATIENCE, close_timeout=PATIENCE, proxy=None,
        )  # fmt: skip
        if not self.epoch:
            # A strange epoch is answered by a welcome and no rows.
            welcome = await self._hello("none", 1)
            self.epoch, self.cursor, self.n = welcome["epoch"], welcome["head"], welcome["n"]
        await self._hello(self.epoch, self.cursor)

    async def _hello(self, epoch: str, cursor: int) -> dict[str, Any]:
        hello = {"type": "hello", "device": self.device, "epoch": epoch, "cursor": cursor, "schema": 1, "now": now()}
        await self.line.send(json.dumps(hello))
        return await self.hear("welcome")

    async def hear(self, type_: str) -> dict[str, Any]:
        """The next message of a type; rows that come before it are taken."""
        while True:
            message = json.loads(await asyncio.wait_for(self.line.recv(), PATIENCE))
            if message["type"] == "rows":
                self.cursor = message["to"]
                await self.line.send(json.dumps({"type": "got", "cursor": self.cursor}))
            if message["type"] == type_:
                return message
            assert message["type"] in ("rows", "ack", "reset"), message

    def op(self, table: str, edit: Edit) -> dict[str, Any]:
        """The next edit of this device."""
        row, cells, seen = edit
        self.n += 1
        made = {"n": self.n, "o": random_name(12), "w": now(), "t": table, "i": row}
        return made | {"v": cells, "b": seen}

    def frame(self, ops: list[dict[str, Any]]) -> str:
        """A push of these edits."""
        return json.dumps({"type": "push", "device": self.device, "epoch": self.epoch, "now": now(), "ops": ops})

    async def push(self, frame: str) -> float:
        """Seconds from sending a push to its acknowledgement, nothing refused."""
        began = time.perf_counter()
        await self.line.send(frame)
        ack = await self.hear("ack")
        assert not ack["refused"], ack
        return time.perf_counter() - began

    async def close(self) -> None:
        """Hang up."""
        await self.line.close()


async def connected(house: House, count: int) -> list[Device]:
    """So many devices, each with its own session, all connected at the head."""
    devices = [Device(house, *one) for one in house.passes(count)]
    for start in range(0, count, 100):
        await asyncio.gather(*(device.connect() for device in devices[start : start + 100]))
    return devices


async def hang_up(devices: list[Device]) -> None:
    """Close all of them."""
    await asyncio.gather(*(device.close() for device in devices))


def allow_files() -> None:
    """As many open sockets as this machine allows a process."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def now() -> int:
    """ms UTC."""
    return time.time_ns() // 1_000_000
