"""The process that answers: gunicorn's gevent worker, with the manners that Fichero needs.

It ends at once when its parent was killed, so that a restart finds the port free; asked to stop, it says goodbye to
every socket first; and to what is no HTTP it answers in JSON.
"""

import contextlib
import gc
import os
import signal
from collections.abc import Iterator
from typing import Any

import gevent
import gevent.os
import msgspec
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, NoMoreData, ParseException
from gunicorn.workers.ggevent import GeventWorker

from server.errors import Problem
from server.files import MAX_FILE
from server.patience import Visitor
from server.security import BARE
from sync import socket

_LONG = {LimitRequestLine: (414, "URI Too Long"), LimitRequestHeaders: (431, "Request Header Fields Too Large")}

_PIECE = 64 * 1024

lifeline: tuple[int, int] = (-1, -1)
"""A pipe made before forking. Only the parent can write to it: at its end, the parent is gone."""


def make_lifeline() -> None:
    """Call in the parent, before gunicorn forks."""
    global lifeline
    lifeline = os.pipe()


class Worker(GeventWorker):
    """Used as gunicorn's `worker_class`."""

    def run(self) -> None:
        """Serve until told to stop."""
        self._pauses: dict[gevent.Greenlet, gevent.Timeout] = {}
        os.close(lifeline[1])
        gevent.os.make_nonblocking(lifeline[0])
        gevent.spawn(self._die_with_parent)
        # What is loaded stays, and a crowd of connections is no garbage: looked through less often, it costs less.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 100)
        super().run()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: no new requests; every socket is told to come back later."""
        if self.alive:
            self.alive = False
            gevent.spawn(socket.stop)
            gevent.spawn(self._end_pauses)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """SIGQUIT: the same."""
        self.handle_exit(sig, frame)

    @contextlib.contextmanager
    def timeout_ctx(self) -> Iterator[None]:
        """Between two requests of a connection that is kept open: ends with the next, or when the server stops."""
        me = gevent.getcurrent()
        with gevent.Timeout(self.cfg.keepalive if self.alive else 0, False) as pause:
            self._pauses[me] = pause
            try:
                yield
            finally:
                del self._pauses[me]

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve a connection, with patience that has an end."""
        super().handle(listener, Visitor(client), addr)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        """Answer one request, after others had their turn: many may have come in one read."""
        gevent.sleep(0)
        sock.await_body()
        try:
            answered = super().handle_request(listener_name, req, sock, addr)
        except socket.Ended:
            raise StopIteration from None
        with contextlib.suppress(ParseException, NoMoreData):
            for _ in range(0, MAX_FILE, _PIECE):
                if not req.body.read(_PIECE):
                    sock.await_head()
                    return answered
        # Where the next request would begin is not known, or not worth waiting for.
        raise StopIteration

    def _end_pauses(self) -> None:
        for waiting, pause in list(self._pauses.items()):
            waiting.kill(pause, block=False)

    def init_signals(self) -> None:
        """Ctrl-C reaches every process of a terminal: the parent alone acts on it, and passes on SIGQUIT."""
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request that cannot be read, or whose answer failed half-way."""
        if isinstance(exc, ParseException):
            status, reason = _LONG.get(type(exc), (400, "Bad Request"))
            problem = Problem("bad-message", "This is no HTTP request that Fichero can read.")
        else:
            self.log.exception("fault while answering")
            status, reason = 500, "Internal Server Error"
            problem = Problem("fault", "Something went wrong on the server; it is in the server's log.")
        text = msgspec.json.encode(problem)
        head = f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in BARE.items())
        try:
            client.sendall(f"{head}Content-Length: {len(text)}\r\n\r\n".encode() + text)
        except OSError:
            self.log.debug("the client did not wait for its error")

    def _die_with_parent(self) -> None:
        if gevent.os.nb_read(lifeline[0], 1) == b"":
            os._exit(1)
