"""A phone's line that knows the frames on it: it holds messages back, loses them, and brings them again.

Beside what `Line` does it reads the sockets' frames (it lets no extension be agreed on, so they are plain). TCP loses
nothing in the middle of a connection, so what is held is lost by cutting, and what comes again is a whole message.
"""

import json
import socket
import struct
import threading
from typing import Any

from tests.browser.line import Carrier, Line

_TEXT = 1
KEPT = 50
"""Messages that are remembered, to bring them again."""

Message = dict[str, Any]


class Post(Line):
    """A line on which `hold("push")` or `hold("ack")` stops a direction at the next message of that type.

    Everything after it on that side waits too, until `let_go`, or is lost by `cut`.
    """

    def __init__(self) -> None:
        self._talks: set[_Talk] = set()
        self.holding: str | None = None
        self.pushes: list[bytes] = []
        """What the phone pushed."""
        self.rows: list[bytes] = []
        """What rows the phone was sent."""
        super().__init__()

    def hold(self, kind: str) -> None:
        """Stop at the next message of a type."""
        self.holding = kind

    def let_go(self) -> None:
        """Bring what was held, in its order."""
        self.holding = None
        for talk in list(self._talks):
            talk.let_go()

    def held(self) -> bool:
        """Whether a message is held."""
        return any(talk.held for talk in list(self._talks))

    def cut(self) -> None:
        """As a line is cut; what was held is lost."""
        super().cut()
        self.holding = None

    def push_again(self, which: int) -> None:
        """The phone's network brings one of its pushes to the server once more."""
        if self.pushes:
            self._again("up", self.pushes[which % len(self.pushes)])

    def rows_again(self, which: int) -> None:
        """The network brings one of the frames of rows to the phone once more."""
        if self.rows:
            self._again("down", self.rows[which % len(self.rows)])

    def _again(self, way: str, text: bytes) -> None:
        for talk in list(self._talks):
            talk.say(way, text)

    def remember(self, kind: str, text: bytes) -> None:
        """Keep what may come again."""
        kept = {"push": self.pushes, "rows": self.rows}.get(kind)
        if kept is not None:
            kept.append(text)
            del kept[:-KEPT]

    def _carrier(self, near: socket.socket, far: socket.socket) -> Carrier:
        return _Talk(self, near, far)


class _Talk(Carrier):
    """One connection: HTTP as it comes, or a socket message by message."""

    def __init__(self, post: Post, near: socket.socket, far: socket.socket):
        super().__init__(near, far)
        self._post = post
        self._buffer = {"up": b"", "down": b""}
        self._stopped: dict[str, list[bytes]] = {}
        self._guard = threading.RLock()
        self._heads = {"up", "down"}
        """The sides whose handshake has yet to pass."""
        self._plain: bool | None = None

    @property
    def held(self) -> bool:
        return bool(self._stopped)

    def carry(self, way: str, piece: bytes) -> None:
        with self._guard:
            if self._plain is None:
                self._plain = not piece.startswith(b"GET /sync HTTP")
            if self._plain:
                self.ends[way].sendall(piece)
                return
            self._buffer[way] += piece
            if way in self._heads and not self._pass_head(way):
                return
            while frame := _frame(self._buffer[way]):
                code, payload, size = frame
                whole, self._buffer[way] = self._buffer[way][:size], self._buffer[way][size:]
                self._pass(way, code, payload, whole)

    def end(self) -> None:
        self._post._talks.discard(self)

    def let_go(self) -> None:
        """Bring what was held."""
        with self._guard:
            for way, frames in self._stopped.items():
                for frame in frames:
                    self.ends[way].sendall(frame)
            self._stopped.clear()

    def say(self, way: str, text: bytes) -> None:
        """A whole message more."""
        with self._guard:
            if not self._plain and not self._heads and way not in self._stopped:
                self.ends[way].sendall(_written(text, masked=way == "up"))

    def _pass_head(self, way: str) -> bool:
        head, end, rest = self._buffer[way].partition(b"\r\n\r\n")
        if not end:
            return False
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"sec-websocket-extensions:")]
        self.ends[way].sendall(b"\r\n".join(lines) + end)
        self._buffer[way] = rest
        self._heads.discard(way)
        if way == "down" and b" 101 " in lines[0]:
            self._post._talks.add(self)
        elif way == "down":
            self._plain = True
        return True

    def _pass(self, way: str, code: int, payload: bytes, whole: bytes) -> None:
        kind = json.loads(payload)["type"] if code == _TEXT else ""
        if kind == self._post.holding and kind:
            self._stopped.setdefault(way, [])
        self._post.remember(kind, payload)
        if code <= _TEXT and way in self._stopped:
            self._stopped[way].append(whole)
        else:
            self.ends[way].sendall(whole)


def _frame(data: bytes) -> tuple[int, bytes, int] | None:
    """The first frame in some bytes: its code, its payload, its length; None when it is not whole."""
    if len(data) < 2:
        return None
    length, at = data[1] & 127, 2
    if length == 126:
        length, at = (struct.unpack(">H", data[2:4])[0], 4) if len(data) >= 4 else (1 << 62, 4)
    elif length == 127:
        length, at = (struct.unpack(">Q", data[2:10])[0], 10) if len(data) >= 10 else (1 << 62, 10)
    mask = b""
    if data[1] & 128:
        mask, at = data[at : at + 4], at + 4
    if len(data) < at + length:
        return None
    payload = data[at : at + length]
    return data[0] & 15, _masked(payload, mask), at + length


def _masked(payload: bytes, mask: bytes) -> bytes:
    if not mask:
        return payload
    key = int.from_bytes((mask * (len(payload) // 4 + 1))[: len(payload)], "big")
    return (int.from_bytes(payload, "big") ^ key).to_bytes(len(payload), "big")


def _written(text: bytes, masked: bool) -> bytes:
    """A text frame."""
    size = len(text)
    head = bytes([size]) if size < 126 else b"\x7e" + struct.pack(">H", size)
    if size >= 1 << 16:
        head = b"\x7f" + struct.pack(">Q", size)
    if not masked:
        return b"\x81" + head + text
    return b"\x81" + bytes([head[0] | 128]) + head[1:] + bytes(4) + text
