"""A Redis server of the tests' own, on a free port of this machine; it keeps nothing on disk."""

import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import redis


def binary() -> str | None:
    """The server's program; None without."""
    return shutil.which("redis-server")


class Redis:
    """One server, at `url`."""

    def __init__(self) -> None:
        program = binary()
        if program is None:
            raise RuntimeError("no Redis found: run python -m tests, which installs it or says how")
        self.folder = Path(tempfile.mkdtemp(prefix="fichero-redis-"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{port}/0"
        self._line = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.start()

    def start(self) -> None:
        """Start it, at first or again; it answers when this returns."""
        self._process = subprocess.Popen(self._line, stdout=subprocess.PIPE, text=True)
        for line in self._process.stdout:
            if "Ready to accept connections" in line:
                return
        raise RuntimeError("Redis did not start")

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def forget(self) -> None:
        """Drop all that it holds."""
        with redis.Redis.from_url(self.url) as server:
            server.flushall()

    def cut(self) -> None:
        """Cut every connection."""
        with redis.Redis.from_url(self.url) as server:
            for kind in ("pubsub", "normal"):
                server.client_kill_filter(_type=kind, skipme=True)

    def close(self) -> None:
        """End it and forget what it held."""
        self.kill()
        shutil.rmtree(self.folder)
