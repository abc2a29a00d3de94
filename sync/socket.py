"""WebSockets that are safe to offer to strangers: everything done before and around flask-sock.

A handshake is judged as plain HTTP before anything is upgraded; then `sync/guard.py` stands between simple-websocket
and the network; a handler talks to a `Socket` and may fail without harm.
"""

import base64
import binascii
import contextlib
import json
import logging
import math
import time
from collections.abc import Callable
from struct import Struct
from typing import Any

import gevent
from flask import Blueprint, Flask, Response, g, request
from flask_sock import Sock
from simple_websocket import ConnectionClosed
from wsproto import ConnectionType
from wsproto.handshake import H11Handshake
from wsproto.utilities import LocalProtocolError

from sync.guard import Guard, Limits, Pause
from sync.scope import Seat

PROTOCOL = "fichero.sync.1"

NORMAL, POLICY, TOO_LARGE, FAILED, RESTARTING = 1000, 1008, 1009, 1011, 1012
"""Reasons to close, as RFC 6455 numbers them."""

USUAL = Limits()

_IN_A_ROW = 16
"""How many messages that arrived together are taken before others are served."""

log = logging.getLogger(__name__)


class Closed(Exception):
    """The connection is over."""


class Ended(BaseException):
    """A socket was served to its end: there is nobody left to answer, which whoever serves requests must know.

    No Exception: an answer would be made, dressed and logged for each of a crowd that is cut at once.
    """


class _Reading:
    """In place of the thread in which simple-websocket reads: whoever receives runs it, in their own greenlet.

    An idle connection costs one greenlet then, not two, and no message has to be handed from one to the other.
    """

    name = ""

    def __init__(self, target: Callable[[], None]):
        self.run = target

    def start(self) -> None:
        """Nothing runs before somebody receives."""


class _Silent:
    """In place of the event that simple-websocket sets: nobody waits for it."""

    def set(self) -> None:
        """Nobody is told."""


_TEXT = 0x81
_SHORT, _LONG, _LONGER = Struct("!BB"), Struct("!BBH"), Struct("!BBQ")
_shaken = H11Handshake(ConnectionType.SERVER)


def framed(message: bytes) -> bytes:
    """A text message as it goes over the wire, the same for every connection: RFC 6455, 5.2, one frame without mask."""
    size = len(message)
    if size < 126:
        return _SHORT.pack(_TEXT, size) + message
    if size < 1 << 16:
        return _LONG.pack(_TEXT, 126, size) + message
    return _LONGER.pack(_TEXT, 127, size) + message


class Socket:
    """One open connection. Any greenlet may `send`, `offer`, `nudge` and `close`; one receives."""

    def __init__(self, websocket: Any, limits: Limits):
        self._websocket = websocket
        self._guard: Guard = websocket.sock
        self._limits = limits
        self._until = math.inf
        self._nudged = False
        self._closed = False
        self._guard.watch(self._patience, self._overlong)
        # What the handshake has left behind would be a good part of what an idle connection weighs.
        websocket.environ = {}
        websocket.ws.handshake = _shaken

    def receive(self, timeout: float | None = None) -> str | bytes | None:
        """The next message; None when nudged or after `timeout` seconds. Raises Closed."""
        websocket = self._websocket
        self._until = math.inf if timeout is None else time.monotonic() + timeout
        while not websocket.input_buffer:
            if self._closed or not websocket.connected:
                raise Closed
            if self._nudged:
                self._nudged = False
                return None
            if time.monotonic() >= self._until:
                return None
            with contextlib.suppress(Pause):
                websocket.thread.run()
        if self._closed:
            raise Closed
        message = websocket.input_buffer.pop(0)
        if len(websocket.input_buffer) % _IN_A_ROW == 1:
            gevent.sleep(0)
        if len(message) * 4 > self._limits.message and self._size(message) > self._limits.message:
            self.refuse_size()
            raise Closed
        return message

    def nudge(self) -> None:
        """Wake whoever receives, so that it looks around."""
        self._nudged = True
        self._guard.wake()

    def send(self, message: bytes) -> None:
        """Send a text message, whole, however slow the reader. Raises Closed, also when the reader has stopped."""
        if self._closed or not self._websocket.connected:
            raise Closed
        try:
            self._guard.send(framed(message))
        except OSError as over:
            raise Closed from over

    def offer(self, frame: bytes) -> gevent.Greenlet | None:
        """Send what `framed` made, without waiting for the reader; nothing when the connection is over.

        Returns the greenlet that goes on sending where the reader is slow.
        """
        return None if self._closed or not self._websocket.connected else self._guard.offer(frame)

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        """Take leave and wake whoever receives. Never raises, never waits longer than `Limits.linger`."""
        if not self._closed:
            self._closed = True
            with contextlib.suppress(ConnectionClosed, LocalProtocolError, OSError):
                with gevent.Timeout(self._limits.linger, False):
                    self._websocket.close(code, reason)
            self._guard.leave()

    def close_soon(self, code: int, reason: str) -> None:
        """Close at once where that means no waiting, else in a greenlet of its own."""
        if self._guard.free():
            self.close(code, reason)
        else:
            gevent.spawn(self.close, code, reason)

    def refuse_size(self) -> None:
        """Say that a message is too large, and close."""
        text = f"a message may have {self._limits.message:,} bytes at most: send fewer ops in one push"
        with contextlib.suppress(Closed):
            self.send(json.dumps({"type": "error", "code": "too-large", "text": text}).encode())
        self.close(TOO_LARGE, "too large")

    def wait_closed(self) -> None:
        """Until the network side is done, so that gunicorn does not cut off the last frame."""
        self._guard.close()

    def _patience(self) -> float:
        """Until when nothing needs to be done but to read."""
        idle = not (self._websocket.input_buffer or self._nudged or self._closed)
        return self._until if idle else 0

    def _overlong(self) -> bool:
        """Whether the message being read has passed its limit; its sender has then been told so."""
        if self._websocket.incoming_message_len <= self._limits.message:
            return False
        self.refuse_size()
        return True

    @staticmethod
    def _size(message: str | bytes) -> int:
        return len(message) if isinstance(message, bytes) else len(message.encode("utf-8", "replace"))


_open: set[Socket] = set()
_stopping = False


def stop() -> None:
    """Tell every connection of this process, and those that still come, that the server restarts."""
    global _stopping
    _stopping = True
    for socket in list(_open):
        socket.close_soon(RESTARTING, "restarting")


def mount(
    app: Flask,
    path: str,
    origin: str,
    authenticate: Callable[[], Seat | None],
    handler: Callable[[Seat, Socket], None],
    limits: Limits = USUAL,
) -> None:
    """Offer a WebSocket at `path` to pages of `origin` alone.

    `authenticate` is called within the request and says whose session it is; None is refused with 401.
    `handler` then runs for as long as the connection lasts; returning, or raising Closed, closes it, and any other
    exception closes it with 1011.
    """
    app.config["SOCK_SERVER_OPTIONS"] = {
        "subprotocols": [PROTOCOL],
        "receive_bytes": limits.read,
        "thread_class": _Reading,
        "event_class": _Silent,
        # The guard stops at the limit and says so; this is what holds if it did not.
        "max_message_size": limits.message + 2 * limits.read,
    }
    routes = Blueprint("socket", __name__)

    @routes.before_request
    def judge() -> Response | None:
        return _refusal(origin, authenticate) or _prepare(limits)

    @Sock().route(path, bp=routes)
    def socket(websocket: Any) -> None:
        _run(handler, g.seat, Socket(websocket, limits))
        raise Ended

    app.register_blueprint(routes)


def _run(handler: Callable[[Seat, Socket], None], seat: Seat, socket: Socket) -> None:
    _open.add(socket)
    code = NORMAL
    try:
        if _stopping:
            code = RESTARTING
        else:
            handler(seat, socket)
    except Closed:
        pass
    except Exception:
        log.exception("a conversation failed")
        code = FAILED
    finally:
        _open.discard(socket)
        socket.close(code)
        socket.wait_closed()


def _refusal(origin: str, authenticate: Callable[[], Seat | None]) -> Response | None:
    """The answer to a handshake that is not accepted; sets `g.seat` for one that is."""
    environ = request.environ
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    if request.method != "GET" or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or not _is_key(key):
        return _answer(400, "bad-message", "This address speaks WebSocket, version 13.")
    if environ.get("HTTP_ORIGIN") != origin:
        return _answer(403, "forbidden", f"Only pages of {origin} may connect: send it as the Origin.")
    seat = authenticate()
    if seat is None:
        return _answer(401, "signed-out", "Sign in first.")
    if PROTOCOL not in [name.strip() for name in environ.get("HTTP_SEC_WEBSOCKET_PROTOCOL", "").split(",")]:
        return _answer(400, "bad-message", f"This address speaks {PROTOCOL}: name it as Sec-WebSocket-Protocol.")
    g.seat = seat
    return None


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _answer(status: int, code: str, text: str) -> Response:
    return Response(json.dumps({"code": code, "text": text}), status, mimetype="application/json")


def _prepare(limits: Limits) -> None:
    """Leave simple-websocket only the headers that it must have, and our guard for a socket.

    Without `Sec-WebSocket-Extensions` no compression is agreed on: it costs 88 KB a connection, and what is small on
    the wire can be huge in memory.
    """
    environ = request.environ
    key = environ["HTTP_SEC_WEBSOCKET_KEY"]
    for name in [name for name in environ if name.startswith("HTTP_")]:
        del environ[name]
    environ |= {
        "HTTP_HOST": "localhost",
        "HTTP_CONNECTION": "Upgrade",
        "HTTP_UPGRADE": "websocket",
        "HTTP_SEC_WEBSOCKET_KEY": key,
        "HTTP_SEC_WEBSOCKET_VERSION": "13",
        "HTTP_SEC_WEBSOCKET_PROTOCOL": PROTOCOL,
        "gunicorn.socket": Guard(environ["gunicorn.socket"], limits),
    }
