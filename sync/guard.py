"""The TCP side of a WebSocket, made safe: what simple-websocket is given in place of gunicorn's socket.

simple-websocket calls `send`, `recv` and `close`. Under gevent its own calls would cut long messages short for slow
readers, mix the bytes of two greenlets, wait for ever for a reader that stopped, and read without bound.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gevent
from gevent.event import Event
from gevent.lock import Semaphore

_PING = b"\x89\x00"


@dataclass(frozen=True)
class Limits:
    """What one connection may take, in seconds and bytes.

    A connection holds at most one message being read (`message`), `inbox` bytes or `waiting` messages not yet taken and
    one more that arrived with them, and what is being sent: about 2.5 MiB before TCP slows the sender down. A message
    is measured in letters until it is whole, so one of nothing but emoji may weigh four times that for a moment.
    """

    ping: float = 25
    """Between pings."""
    silence: float = 60
    """Without a byte from the other side: it is gone."""
    stall: float = 20
    """Without a byte taken by the other side: it is cut."""
    linger: float = 1
    """For the other side to take leave."""
    message: int = 1024 * 1024
    inbox: int = 256 * 1024
    waiting: int = 64
    read: int = 16 * 1024
    """In one call to the system."""


class Guard:
    """One connection's socket. `send` may be called by any greenlet, `recv` by simple-websocket's alone."""

    def __init__(self, sock: Any, limits: Limits):
        self.leaving = False
        self._sock = sock
        self._limits = limits
        self._websocket: Any = None
        self._turn = Semaphore()
        self._room = Event()
        self._heard = time.monotonic()
        self._ping_at = self._heard + limits.ping
        self._cutter: gevent.Greenlet | None = None

    def watch(self, websocket: Any, too_large: Callable[[], None]) -> None:
        """Begin to read, no faster than messages are taken from the websocket's buffer.

        `too_large` is called when a message grows beyond `Limits.message`; it must close the connection.
        """
        self._websocket = websocket
        self._too_large = too_large
        self._room.set()

    def taken(self) -> None:
        """A message was taken from the buffer."""
        self._room.set()

    def send(self, data: bytes) -> int:
        """Send all of `data`, never mixed with another's. Raises TimeoutError when the reader stopped: it is cut."""
        with self._turn:
            rest = memoryview(data)
            try:
                while rest:
                    with gevent.Timeout(self._limits.stall, TimeoutError):
                        rest = rest[self._sock.send(rest) :]
            except BaseException:
                # Half a frame may be on its way: nothing may follow it.
                self.cut()
                raise
        return len(data)

    def recv(self, size: int) -> bytes:
        """The next bytes. Empty or OSError: there are no more. Keeps the connection alive while it waits."""
        limits = self._limits
        while not self.leaving:
            now = time.monotonic()
            if now >= self._ping_at:
                self._ping_at = now + limits.ping
                self.send(_PING)
            if self._overlong():
                self._too_large()
            elif self._full():
                # It is not the other side that is slow.
                self._heard = now
                self._room.wait(self._ping_at - now)
            elif now >= self._heard + limits.silence:
                raise TimeoutError("silent for too long")
            else:
                with gevent.Timeout(min(self._ping_at, self._heard + limits.silence) - now, False):
                    data = self._sock.recv(size)
                    self._heard = time.monotonic()
                    return data
        return b""

    def leave(self) -> None:
        """Say that nothing more will be sent, and give the other side a moment before the connection is cut."""
        if not self.leaving:
            self.leaving = True
            self._room.set()
            with contextlib.suppress(OSError):
                self._sock.shutdown(1)
            self._cutter = gevent.spawn_later(self._limits.linger, self.cut)

    def cut(self) -> None:
        """End the connection; whoever reads or sends is woken."""
        self.leaving = True
        self._room.set()
        with contextlib.suppress(OSError):
            self._sock.shutdown(2)

    def close(self) -> None:
        """Called by simple-websocket when it reads no more: take leave, free the socket, wake the receiver."""
        self.leave()
        # What is closed with bytes unread is reset, and the last frames sent may be lost with it.
        with contextlib.suppress(OSError), gevent.Timeout(self._limits.linger, False):
            while self._sock.recv(65536):
                pass
        if self._cutter:
            self._cutter.kill(block=False)
        self._sock.close()
        if self._websocket:
            self._websocket.event.set()

    def _full(self) -> bool:
        """Whether to read no more until something is taken."""
        self._room.clear()
        if self._websocket is None:
            return True
        buffered = self._websocket.input_buffer
        return len(buffered) >= self._limits.waiting or sum(map(len, buffered)) >= self._limits.inbox

    def _overlong(self) -> bool:
        """Whether the message being read has passed its limit."""
        return self._websocket is not None and self._websocket.incoming_message_len > self._limits.message
