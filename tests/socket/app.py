"""A small server whose only route is a socket, for the tests of the socket alone.

Run as `python -m tests.socket.app '{"stall": 1}'` with limits to replace; prints the port that it listens on. What a
connection does is said by its first message.
"""

import json
import socket as tcp
import sys

from gevent import monkey

monkey.patch_all()

import gevent  # noqa: E402
from flask import Flask, request  # noqa: E402
from gunicorn.app.base import BaseApplication  # noqa: E402

from server import worker  # noqa: E402
from sync.guard import Limits  # noqa: E402
from sync.scope import Seat  # noqa: E402
from sync.socket import Socket, _open, mount  # noqa: E402
from tests.socket.raw import ORIGIN  # noqa: E402


def authenticate() -> Seat | None:
    """Everybody with the cookie `who=me`."""
    return Seat("business", "member", "session") if request.cookies.get("who") == "me" else None


def handle(seat: Seat, socket: Socket) -> None:
    """Do what the first message says."""
    what, _, amount = (socket.receive() or "").partition(" ")
    if what == "echo":
        while True:
            socket.send(socket.receive().encode())
    elif what == "big":
        socket.send(b"x" * int(amount))
        socket.send(b"after")
    elif what == "crowd":
        ends = [gevent.spawn(send_many, socket, name, int(amount)) for name in "abcdefgh"]
        gevent.joinall(ends, raise_error=True)
        socket.send(b"end")
    elif what == "fail":
        raise LookupError("on purpose")
    elif what == "nap":
        socket.receive(float(amount))
        socket.send(b"awake")
    elif what == "deaf":
        while not socket._closed:
            gevent.sleep(0.05)
    elif what == "held":
        socket.send(b"%d" % max(len(each._websocket.input_buffer) for each in _open))
    elif what == "wait":
        socket.send(b"waiting")
        while True:
            socket.receive()


def send_many(socket: Socket, name: str, size: int) -> None:
    """Messages of one letter, which must arrive unmixed."""
    for _ in range(5):
        socket.send((name * size).encode())


class Server(BaseApplication):
    """gunicorn with the worker of `fichero serve`."""

    def __init__(self, limits: Limits):
        self._limits = limits
        self._listening = tcp.create_server(("127.0.0.1", 0))
        super().__init__()

    def load_config(self) -> None:
        """One gevent worker on a port of its own."""
        settings = {
            "bind": f"fd://{self._listening.fileno()}",
            "worker_class": worker.Worker,
            "worker_connections": 12000,
            "control_socket_disable": True,
            "loglevel": "warning",
            "post_worker_init": lambda _: print(self._listening.getsockname()[1], flush=True),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app, with one route."""
        app = Flask("small")
        mount(app, "/sync", ORIGIN, authenticate, handle, self._limits)
        return app


if __name__ == "__main__":
    worker.make_lifeline()
    Server(Limits(**json.loads(sys.argv[1]))).run()
