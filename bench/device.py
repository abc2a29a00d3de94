"""Devices in few words, many of them in one process: real sockets, asyncio, messages as bytes that were made before."""

import asyncio
import json
import re
import resource
import time
from typing import Any

import msgspec

from bench.ground import House
from bench.line import Line
from bench.ops import Edit
from sync.stamp import random_name

PATIENCE = 60
"""Seconds that any answer may take before a bench gives up."""

_head = re.compile(rb'\{"type":"(\w+)"').match
_rows = re.compile(rb'\{"type":"rows","epoch":"\w*","from":\d+,"to":(\d+),').match


class Device:
    """One device and its connection; it makes ops, and takes what the server sends."""

    def __init__(self, house: House, cookie: str, device: str):
        self.house = house
        self.cookie = cookie
        self.device = device
        self.epoch = ""
        self.n = 0
        self.cursor = 0
        self.line: Line | None = None
        self._wanted = ""
        """The type of the message that somebody waits for."""

    async def connect(self) -> None:
        """Connect, say hello at the head, and be welcome. A first hello learns where the head is."""
        self.line = await Line.open(self.house.address, self.cookie, self._take, PATIENCE)
        if not self.epoch:
            # A strange epoch is answered by a welcome and no rows.
            welcome = await self._hello("none", 1)
            self.epoch, self.cursor, self.n = welcome["epoch"], welcome["head"], welcome["n"]
        await self._hello(self.epoch, self.cursor)

    async def _hello(self, epoch: str, cursor: int) -> dict[str, Any]:
        hello = {"type": "hello", "device": self.device, "epoch": epoch, "cursor": cursor, "schema": 1, "now": now()}
        self.line.send(json.dumps(hello))
        return await self.hear("welcome")

    async def hear(self, type_: str) -> dict[str, Any]:
        """The next message of a type; rows that come before it are taken."""
        self._wanted = type_
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    message = await self.line.recv()
                    rows = self._got(message)
                    found = _head(message)[1].decode()
                    if found == type_:
                        return msgspec.json.decode(message)
                    assert rows or found in ("ack", "reset"), message
        finally:
            self._wanted = ""

    def _take(self, message: bytes) -> bool:
        """Rows that come while something else is waited for are taken at once, by the head of their frame."""
        return self._wanted not in ("", "rows") and self._got(message)

    def _got(self, message: bytes) -> bool:
        """Confirm a frame, if it is one of rows."""
        rows = _rows(message)
        if rows is None:
            return False
        self.cursor = int(rows[1])
        self.line.send(f'{{"type":"got","cursor":{self.cursor}}}')
        return True

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
        self.line.send(frame)
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
