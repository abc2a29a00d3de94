"""A real server in a process of its own, that tests may kill, start again and look into."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from server.config import Config, load
from sync.store import Store
from tests.engine import CHOSEN, Engine
from tests.server.process import ROOT, Fichero, Serving


class House:
    """One data folder and the `fichero serve` that works on it; the address stays the same through restarts.

    `home` is the folder of the project that is served, `main` the module that is the command.
    """

    def __init__(self, data: Path, home: Path = ROOT, engine: Engine = CHOSEN, main: str = "server"):
        self.data = data
        self.fichero = Fichero(data, home, engine, main)
        self.serving: Serving = self.fichero.serve()

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return self.serving.address

    def start(self) -> None:
        """Serve again, on the same port."""
        self.serving = self.fichero.serve("--port", self.address.rsplit(":", 1)[1])

    def kill(self) -> None:
        """`kill -9`: no goodbye to anybody."""
        self.serving.kill()

    def stop(self) -> None:
        """As an administrator does."""
        self.serving.stop()

    def run(self, *words: str) -> str:
        """Another command on the same data; what it printed."""
        done = self.fichero.run(*words)
        assert done.code == 0, done.err
        return done.out.strip()

    def invite(self, email: str, role: str = "owner", business: str = "") -> str:
        """A sign-in link, as an administrator makes it."""
        return self.run("invite", email, "--role", role, *(("--business", business) if business else ()))

    @property
    def config(self) -> Config:
        """What is served."""
        return load(self.fichero.environ)

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        """The server's own store, opened beside it to look into it."""
        config = self.config
        store = Store(config.database, config.data, fanout=config.fanout)
        try:
            yield store
        finally:
            store.close()

    def close(self) -> None:
        """End the server."""
        self.fichero.close()
