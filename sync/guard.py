"""The TCP side of a WebSocket, made safe: what simple-websocket is given in place of gunicorn's socket.

simple-websocket calls `send`, `recv` and `close`. Under gevent its own calls would cut long messages short for slow
readers, mix the bytes of two greenlets, wait for ever for a reader that stopped, and read without bound.
"""

import contextlib
import fcntl
import random
import select
import struct
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gevent
from gevent.hub import Waiter
from gevent.lock import Semaphore
from gevent.monkey import get_original

_PING = b"\x89\x00"
_READ, _WRITE = 1, 2
_poll = get_original("select", "poll")


class Pause(Exception):
    """Raised by `Guard.recv`: nothing is wrong, but whoever receives has something else to do first."""


@dataclass(frozen=True)
class Limits:
    """What one connection may take, in seconds and bytes.

    Nothing is read while messages wait to be taken, so that a connection holds at most one message being read
    (`message`), those that arrived in one read with its end, and what is being sent: about 2 MiB before TCP slows the
    sender down. A message is measured in letters until it is whole, so one of nothing but emoji may weigh four times
    that for a moment.
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
    read: int = 16 * 1024
    """In one call to the system."""


class Guard:
    """One connection's socket. `send` and `offer` may be called by any greenlet, `recv` by the one that receives."""

    def __init__(self, sock: Any, limits: Limits):
        # What would wait raises instead: the guard does the waiting.
        sock.settimeout(0.0)
        self.leaving = False
        self._sock = sock
        self._limits = limits
        self._hub = gevent.get_hub()
        self._readable = self._hub.loop.io(sock.fileno(), _READ)
        self._waiter: Waiter | None = None
        self._turn = Semaphore()
        self._heard = time.monotonic()
        # Those who came in one storm must not be pinged in one.
        self._ping_at = self._heard + limits.ping * random.uniform(0.5, 1)
        self._cutter: gevent.Greenlet | None = None
        self._closed = False

    def watch(self, until: Callable[[], float], too_large: Callable[[], bool]) -> None:
        """Begin to read.

        `until` tells up to when (monotonic) `recv` may wait, 0 for not at all; `too_large` whether the message being
        read has passed its limit, and has then closed the connection.
        """
        self._until = until
        self._too_large = too_large

    def free(self) -> bool:
        """Whether a few bytes can be sent without waiting for anybody."""
        if self._turn.locked() or self._closed:
            return False
        writable = _poll()
        writable.register(self._sock.fileno(), select.POLLOUT)
        return bool(writable.poll(0))

    def send(self, data: bytes) -> int:
        """Send all of `data`, never mixed with another's. Raises TimeoutError when the reader stopped: it is cut."""
        with self._turn:
            self._finish(data)
        return len(data)

    def offer(self, data: bytes) -> gevent.Greenlet | None:
        """Send all of `data` as `send` does, but in a greenlet of its own, which is returned, if that means to wait."""
        if not self._turn.acquire(blocking=False):
            return gevent.spawn(self._send_later, data)
        try:
            sent = self._some(data)
        except OSError:
            self.cut()
            sent = len(data)
        if sent < len(data):
            return gevent.spawn(self._finish_later, memoryview(data)[sent:])
        self._turn.release()
        return None

    def recv(self, size: int) -> bytes:
        """The next bytes. Empty or OSError: there are no more. Keeps the connection alive while it waits.

        It waits at least for the loop to go round once, so that a flood does not keep others from being served.
        """
        limits = self._limits
        while not self.leaving:
            now, until = time.monotonic(), self._until()
            if self._too_large():
                continue
            if now >= until:
                raise Pause
            if now >= self._ping_at:
                self._ping_at = now + limits.ping
                self.send(_PING)
            elif now >= self._heard + limits.silence:
                raise TimeoutError("silent for too long")
            elif self._wait(self._readable, min(until, self._ping_at, self._heard + limits.silence) - now):
                with contextlib.suppress(BlockingIOError):
                    return self._read(size)
        return b""

    def _read(self, size: int) -> bytes:
        try:
            data = self._sock.recv(size)
        except BlockingIOError:
            raise
        except OSError:
            self.leaving = True
            raise
        # Who has left needs no leave taken of: a crowd that is cut at once would pay for it again.
        self.leaving = not data
        self._heard = time.monotonic()
        return data

    def wake(self) -> None:
        """Make `recv` ask again until when it may wait."""
        if self._waiter is not None:
            self._hub.loop.run_callback(self._waiter.switch, False)

    def leave(self) -> None:
        """Say that nothing more will be sent, and give the other side a moment before the connection is cut."""
        if not self.leaving:
            self.leaving = True
            self.wake()
            with contextlib.suppress(OSError):
                self._sock.shutdown(1)
            self._cutter = gevent.spawn_later(self._limits.linger, self.cut)

    def cut(self) -> None:
        """End the connection; whoever reads or sends is woken."""
        self.leaving = True
        self.wake()
        with contextlib.suppress(OSError):
            self._sock.shutdown(2)

    def close(self) -> None:
        """Take leave and free the socket, once nothing is read any more. simple-websocket calls it, too."""
        if self._closed:
            return
        self._closed = True
        self.leave()
        self._drain()
        if self._cutter:
            self._cutter.kill(block=False)
        self._readable.close()
        self._sock.close()

    def _drain(self) -> None:
        """What is closed with bytes unread is reset, and the last frames sent may be lost with it.

        It waits before each read, as `recv` does, so that others are served beside whoever sends on and on.
        """
        end = time.monotonic() + self._limits.linger
        with contextlib.suppress(OSError):
            while (left := end - time.monotonic()) > 0:
                if self._wait(self._readable, left):
                    with contextlib.suppress(BlockingIOError):
                        if not self._sock.recv(65536):
                            return

    def _some(self, data: bytes | memoryview) -> int:
        """How many bytes the system takes at once."""
        try:
            return self._sock.send(data)
        except BlockingIOError:
            return 0

    def _finish(self, data: bytes | memoryview) -> None:
        """Send all of it; the turn is the caller's."""
        try:
            sent = self._some(data)
            while sent < len(data):
                data = memoryview(data)[sent:]
                self._await_room()
                # Who takes bytes is there, even where it has nothing to say.
                self._heard = time.monotonic()
                sent = self._some(data)
        except BaseException:
            # Half a frame may be on its way: nothing may follow it.
            self.cut()
            raise

    def _await_room(self) -> None:
        """Until the system takes more. Raises TimeoutError when the other side has taken nothing for too long.

        The system tells of room only once a third of what it holds was taken: on a slow line that is minutes.
        """
        left = self._untaken()
        while True:
            with gevent.Timeout(self._limits.stall, False):
                self._hub.wait(self._hub.loop.io(self._sock.fileno(), _WRITE))
                return
            before, left = left, self._untaken()
            if left is None or before is None or left >= before:
                raise TimeoutError("takes nothing")

    def _untaken(self) -> int | None:
        """How many bytes the system holds that the other side has yet to take; None where it does not tell."""
        try:
            told = fcntl.ioctl(self._sock.fileno(), termios.TIOCOUTQ, bytes(4))
        except OSError:
            return None
        return struct.unpack("i", told)[0]

    def _send_later(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            self.send(data)

    def _finish_later(self, data: memoryview) -> None:
        try:
            self._finish(data)
        except OSError:
            pass
        finally:
            self._turn.release()

    def _wait(self, watcher: Any, seconds: float) -> bool:
        """Whether it happened within that time, and before anybody called `wake`."""
        waiter = self._waiter = Waiter(self._hub)
        timer = self._hub.loop.timer(max(0, seconds))
        watcher.start(waiter.switch, True)
        timer.start(waiter.switch, False)
        try:
            return waiter.get()
        finally:
            self._waiter = None
            watcher.stop()
            timer.stop()
            timer.close()
