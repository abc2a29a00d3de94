"""A bad line: late, narrow, losing packets, cutting what is open for too long, or frozen, as a van's phone knows them.

The kernel that tests run on need not know how to do that, so it is done here, as TCP would show it to both ends:
packets come late and in order, and a lost one holds up all that follow it until it was sent once more.
"""

import contextlib
import queue
import random
import socket
import threading
import time
from dataclasses import dataclass

from tests.browser.line import Carrier, Line

_PACKET = 1_400
"""Bytes that are late, or lost, together."""

_WAITING = 64
"""Packets that a line holds of a connection before its sender must wait."""


@dataclass(frozen=True)
class Weather:
    """How bad a line is. Times in seconds."""

    latency: float = 0.0
    """From one end to the other."""
    bits: float = 0.0
    """That pass in a second, each way, for all connections together; 0: as many as come."""
    loss: float = 0.0
    """The part of packets that come only when they are sent again."""
    lives: float = 0.0
    """How long a connection lives before a proxy cuts it; 0: for ever."""
    cut_after: int = 0
    """Bytes that a connection carries before a proxy cuts it; 0: as many as come."""


class SlowLine(Line):
    """A line in a `weather`, which may change; `freeze` leaves what is open open and carries nothing of it any more."""

    def __init__(self, weather: Weather | None = None, seed: int = 1):
        self.weather = weather or Weather()
        self.cuts = 0
        """How many connections a proxy cut."""
        self._dice = random.Random(seed)
        self._free = {"up": 0.0, "down": 0.0}
        self._carriers: set[_Slow] = set()
        super().__init__()

    def freeze(self) -> None:
        """As behind a router that forgot what is open: nobody is told. What is opened later works."""
        for carrier in list(self._carriers):
            carrier.frozen = True

    def due(self, way: str, size: int) -> float:
        """When a packet that is sent at this moment comes to the other end."""
        weather, now = self.weather, time.monotonic()
        with self._guard:
            begun = max(now, self._free[way])
            self._free[way] = begun + (8 * size / weather.bits if weather.bits else 0)
            lost = self._dice.random() < weather.loss
        # Its sender notices after a while, and whatever comes behind waits for it.
        return self._free[way] + weather.latency + (max(0.2, 2 * weather.latency) if lost else 0)

    def _carrier(self, near: socket.socket, far: socket.socket) -> Carrier:
        return _Slow(self, near, far)


class _Slow(Carrier):
    """One connection in that weather: what comes waits for its time."""

    def __init__(self, line: SlowLine, near: socket.socket, far: socket.socket):
        super().__init__(near, far)
        self.frozen = False
        self._line = line
        self._carried = 0
        self._queues = {way: queue.Queue[tuple[float, bytes]](_WAITING) for way in self.ends}
        self._bringing = [threading.Thread(target=self._bring, args=(way,), daemon=True) for way in self.ends]
        for thread in self._bringing:
            thread.start()
        self._end = threading.Timer(line.weather.lives, self._cut)
        self._end.daemon = True
        if line.weather.lives:
            self._end.start()
        line._carriers.add(self)

    def carry(self, way: str, piece: bytes) -> None:
        for at in range(0, len(piece), _PACKET):
            packet = piece[at : at + _PACKET]
            self._queues[way].put((self._line.due(way, len(packet)), packet))
        self._carried += len(piece)
        if 0 < self._line.weather.cut_after < self._carried:
            self._carried = 0
            self._cut()

    def end(self) -> None:
        """What is on its way comes before the end does."""
        for waiting in self._queues.values():
            waiting.put((0.0, b""))
        for thread in self._bringing:
            thread.join()
        self._end.cancel()
        self._line._carriers.discard(self)

    def _bring(self, way: str) -> None:
        # A connection is opened by a packet there and one back.
        came = time.monotonic() + 2 * self._line.weather.latency
        while True:
            due, packet = self._queues[way].get()
            if not packet:
                return
            came = max(came, due)
            time.sleep(max(0.0, came - time.monotonic()))
            if self.frozen:
                continue
            try:
                self.ends[way].sendall(packet)
            except OSError:
                # That end is gone, and so is all that was to come there.
                self.frozen = True

    def _cut(self) -> None:
        self._line.cuts += 1
        for end in self.ends.values():
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
