"""`fichero serve`: gunicorn with gevent workers, inside this program.

One worker on SQLite; on PostgreSQL as many as asked for, which share the listening socket: when one dies its devices
come back to the others while gunicorn starts another.
"""

import resource
import socket
import time
from typing import Any

from gunicorn.app.base import BaseApplication

from server import logs, metrics, sweeping, worker
from server.app import create_app
from server.built import NotBuilt, build_list
from server.config import BadConfig, Config
from sync.store import Store

CONNECTIONS = 12_000
"""What one process serves at once, where the system lets it open as many files."""

_OTHER_FILES = 256
"""Files and database connections that a process may open beside."""

GRACE = 10
"""Seconds that sockets and requests have to end when the server stops."""

_HUNG = 60
"""Seconds without a sign of life: a worker is killed then, since others may wait for a counter row that it holds."""

_PATIENCE = 1.5
"""Seconds to wait for a port that a server just killed has not left yet."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises BadConfig."""
    deadline = time.monotonic() + _PATIENCE
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        try:
            return socket.create_server((host, port), family=family, backlog=2048)
        except OSError as bad:
            if time.monotonic() > deadline or "in use" not in str(bad):
                raise BadConfig(f"Cannot listen on {host} port {port}: {bad.strerror}.") from None
            time.sleep(0.1)


def connections() -> int:
    """How many connections a process may serve at once; asks the system for as many open files as it gives.

    Whoever comes when there are so many waits, instead of leaving the store without a file to open.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + _OTHER_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(_OTHER_FILES, min(CONNECTIONS, soft - _OTHER_FILES))


def run(config: Config, listening: socket.socket) -> None:
    """Serve a store that is migrated, until a signal ends it; does not return."""
    measured = listen(*config.metrics) if config.metrics else None
    if measured:
        metrics.prepare(config.data)
    worker.make_lifeline()
    Server(config, listening, measured).run()


class Server(BaseApplication):
    """gunicorn's application: its settings, and in each worker our app over a store of its own.

    `measured` is where metrics are asked for, if they are.
    """

    def __init__(self, config: Config, listening: socket.socket, measured: socket.socket | None):
        self._config = config
        self._listening = listening
        self._measured = measured
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's settings."""
        settings = {
            "bind": f"fd://{self._listening.detach()}",
            "workers": self._config.workers,
            "worker_class": worker.Worker,
            "worker_connections": connections(),
            "control_socket_disable": True,
            "graceful_timeout": GRACE,
            "timeout": _HUNG,
            "keepalive": 75,
            "sendfile": False,
            "logger_class": logs.Logger,
            "proc_name": "fichero",
            "post_worker_init": self._ready,
            "worker_exit": self._close,
            "child_exit": self._bury,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The app, made in the worker."""
        self._store = Store(self._config.database, self._config.data, fanout=self._config.fanout)
        if self._measured:
            self._store.measure(metrics.Counting(_build()))
            metrics.serve(self._measured)
        self._store.listen()
        logs.watch_greenlets()
        sweeping.begin(self._store)
        return create_app(self._config, self._store)

    def _ready(self, started: Any) -> None:
        if started.age == 1:
            print(f"listening on {self._config.address}", flush=True)
        logs.event("worker ready", worker=started.age)

    def _bury(self, arbiter: Any, ended: Any) -> None:
        if self._measured:
            metrics.forget(ended.pid)

    def _close(self, arbiter: Any, ended: Any) -> None:
        store = getattr(self, "_store", None)
        if store:
            logs.event("worker stops")
            store.close()


def _build() -> str:
    """The version of the web part; "" where it is not built."""
    try:
        return str(build_list()["version"])
    except NotBuilt:
        return ""
