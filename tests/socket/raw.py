"""A WebSocket client of the fewest parts, which can do everything wrong."""

import os
import socket
import struct
from dataclasses import dataclass, field

ORIGIN = "http://fichero.test"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

HANDSHAKE = {
    "Host": "fichero.test",
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Origin": ORIGIN,
    "Cookie": "who=me",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "fichero.sync.1",
}


@dataclass
class Answer:
    """What the server said to a handshake."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


class Raw:
    """A TCP connection on which a handshake was sent. Times are in seconds."""

    def __init__(self, port: int, headers: dict[str, str | None] | None = None, buffer: int = 0, timeout: float = 10):
        """`headers` replace those of a good handshake, None leaves one out; `buffer` bounds what the kernel holds."""
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(timeout)
        self.socket.connect(("127.0.0.1", port))
        lines = [f"{name}: {value}" for name, value in (HANDSHAKE | (headers or {})).items() if value is not None]
        self.socket.sendall("\r\n".join(["GET /sync HTTP/1.1", *lines, "", ""]).encode("latin-1"))
        self._rest = b""
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        pairs = [line.split(": ", 1) for line in head[1:] if line]
        self.answer = Answer(int(head[0].split()[1]), {name.lower(): value for name, value in pairs})

    def __enter__(self) -> "Raw":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(
        self, payload: bytes, opcode: int = TEXT, fin: bool = True, rsv: int = 0, length: int | None = None
    ) -> None:
        """A masked frame; `length` is what its header claims."""
        self.socket.sendall(frame(payload, opcode, fin, rsv, length))

    def receive(self) -> tuple[int, bytes]:
        """The next frame, pings left out: its opcode and payload. Raises ConnectionError at the end of the stream."""
        while True:
            first, second = self._exactly(2)
            length = second & 0x7F
            if length >= 126:
                length = int.from_bytes(self._exactly(2 if length == 126 else 8), "big")
            payload = self._exactly(length)
            if first & 0x0F != PING:
                return first & 0x0F, payload

    def closed(self) -> int | None:
        """The code with which the server closes, whatever it says before; None when it just hangs up."""
        try:
            while True:
                opcode, payload = self.receive()
                if opcode == CLOSE:
                    return struct.unpack("!H", payload[:2])[0]
        except ConnectionError:
            return None

    def _exactly(self, size: int) -> bytes:
        while len(self._rest) < size:
            self._more()
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._rest:
            self._more()
        taken, self._rest = self._rest.split(mark, 1)
        return taken

    def _more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server hung up")
        self._rest += data


def frame(payload: bytes, opcode: int = TEXT, fin: bool = True, rsv: int = 0, length: int | None = None) -> bytes:
    """A frame as a client sends it, masked."""
    size = len(payload) if length is None else length
    head = bytes([fin << 7 | rsv << 4 | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65536:
        head += b"\xfe" + struct.pack("!H", size)
    else:
        head += b"\xff" + struct.pack("!Q", size)
    mask = os.urandom(4)
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return head + mask + masked.to_bytes(len(payload), "big")
