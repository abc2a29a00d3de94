"""A visitor's connection as gunicorn reads and writes it: no slower and no longer than good faith needs.

gunicorn's gevent worker waits for ever for a body, or for whoever reads an answer, and serves one connection alone for
as long as it has something to read. Here each wait has an end, and each read lets everybody else have their turn.
"""

import errno
import time
from typing import Any

import gevent
from gunicorn.http.errors import LimitRequestHeaders

HEAD_SECONDS = 10
"""From the connection, or the first byte of a later request, to the end of a request's head."""

HEAD_BYTES = 64 * 1024
"""What a request's head may have; with it is held what one read brings."""

GRACE = 20
"""Seconds that a body, and each piece of an answer, may take before its rate counts; no sending ahead earns more."""

LEAST = 1024
"""Bytes a second that a visitor must send of a body and take of an answer; a slow modem manages seven times that."""

_PIECE = 64 * 1024


class TooSlow(BrokenPipeError):
    """The visitor sends or takes less than LEAST; the connection ends, and gunicorn has nothing to log."""

    def __init__(self) -> None:
        super().__init__(errno.EPIPE, "the visitor is too slow")


class Visitor:
    """Stands in for a gevent socket. Whoever sets a timeout on it, as a WebSocket does, waits in a way of their own."""

    def __init__(self, sock: Any):
        self._sock = sock
        self._began = time.monotonic()
        self._got = 0
        self._credit = 0.0
        """Seconds that may still be waited for a body."""
        self._in_head = True
        self._kept = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def settimeout(self, seconds: float | None) -> None:
        """From here on none of the limits hold but the one given."""
        self._sock.settimeout(seconds)
        self.recv, self.send = self._sock.recv, self._sock.send  # type: ignore[method-assign]

    def await_head(self) -> None:
        """The last request was answered: the next one's head may come."""
        self._in_head, self._kept, self._got = True, True, 0

    def await_body(self) -> None:
        """A head was read: what comes is its body."""
        self._in_head, self._credit, self._got = False, float(GRACE), 0

    def recv(self, size: int) -> bytes:
        """The next bytes; none from who is too slow with a head. Raises TooSlow, and LimitRequestHeaders."""
        gevent.sleep(0)
        if self._in_head and self._got > HEAD_BYTES:
            raise LimitRequestHeaders("the request's head is too large")
        asked = time.monotonic()
        with gevent.Timeout(self._left(), False):
            data = self._sock.recv(size)
            if self._kept and self._in_head and not self._got:
                self._began = time.monotonic()
            self._got += len(data)
            self._credit = min(GRACE, self._credit - (time.monotonic() - asked) + len(data) / LEAST)
            return data
        if self._in_head:
            return b""
        raise TooSlow

    def _left(self) -> float | None:
        """How long the next bytes may take, in seconds; None where the worker's pause between requests tells."""
        if self._in_head:
            if self._kept and not self._got:
                return None
            return max(0.001, self._began + HEAD_SECONDS - time.monotonic())
        return max(0.001, self._credit)

    def send(self, data: bytes) -> int:
        """Send all of it. Raises TooSlow."""
        self.sendall(data)
        return len(data)

    def sendall(self, data: bytes) -> None:
        """Send all of it, piece by piece. Raises TooSlow."""
        rest = memoryview(data)
        while rest:
            piece, rest = rest[:_PIECE], rest[_PIECE:]
            with gevent.Timeout(GRACE + len(piece) / LEAST, TooSlow):
                self._sock.sendall(piece)
