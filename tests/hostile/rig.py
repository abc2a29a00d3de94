"""A real server under attack: hostile clients on bare sockets, an honest phone beside them, and what it costs."""

import contextlib
import json
import socket as tcp
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.server.process import Fichero, Serving
from tests.socket.phone import Phone
from tests.socket.raw import Raw


class Rig:
    """One server with two members: the honest owner, and a manager who is hostile."""

    def __init__(self, data: Path):
        self._fichero = Fichero(data)
        self.serving: Serving = self._fichero.serve()
        self.log: list[str] = []
        # A pipe that nobody reads would stop the server.
        threading.Thread(target=self.log.extend, args=(self.serving.process.stderr,), daemon=True).start()
        self.port = int(self.serving.address.rsplit(":", 1)[1])
        self._owner, said = self.serving.sign_in(self.invite("olga@example.com", "owner"))
        self._member = said["member"]["id"]
        self.hostile, said = self.serving.sign_in(self.invite("max@example.com", "manager"))
        self.device: str = said["device"]

    def invite(self, email: str, role: str) -> str:
        """A sign-in link."""
        return self._fichero.run("invite", email, "--role", role).out.strip()

    def honest(self) -> Phone:
        """A phone of the owner's that holds all there is."""
        link = self.serving.ask("POST", "/links", {}, self._owner).json["link"]
        phone = Phone(self.serving, link)
        phone.catch_up(phone.hello())
        return phone

    def raw(self, **options: int) -> Raw:
        """A WebSocket of the hostile member's that can do everything wrong."""
        headers = {"Cookie": self.hostile, "Origin": self.serving.address, "Host": "localhost"}
        return Raw(self.port, headers, timeout=20, **options)

    def hello(self, raw: Raw) -> None:
        """Begin a conversation as an honest device does."""
        hello = {"type": "hello", "device": self.device, "epoch": "", "cursor": 0, "schema": 1, "now": 0}
        raw.send(json.dumps(hello).encode())

    def tcp(self) -> tcp.socket:
        """A connection on which nothing was said."""
        return tcp.create_connection(("127.0.0.1", self.port), 20)

    @property
    def worker(self) -> Path:
        """The folder in which the system tells of the process that answers."""
        pid = self.serving.process.pid
        return Path("/proc") / Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0]

    def memory(self) -> int:
        """Bytes that the process that answers holds by itself."""
        lines = (self.worker / "smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private"))

    def connections(self) -> int:
        """Sockets that the process that answers has open, the listening one included."""
        count = 0
        for link in (self.worker / "fd").iterdir():
            # One may be closed while we look.
            with contextlib.suppress(OSError):
                count += link.readlink().name.startswith("socket:")
        return count

    def close(self) -> None:
        """End the server."""
        self._fichero.close()


def work(phone: Phone, edits: int = 5) -> None:
    """Make edits on an honest phone: each is acknowledged and comes back, within the time that any answer may take."""
    for _ in range(edits):
        phone.push(phone.op("task", description="Honest work"))
        heard = set()
        while heard != {"ack", "rows"}:
            message = phone.hear()
            heard.add(message["type"])
            if message["type"] == "rows":
                phone.say("got", cursor=message["to"])


@contextlib.contextmanager
def pouring(sock: tcp.socket, piece: bytes, listening: bool = True) -> Iterator[None]:
    """Send `piece` again and again as fast as it is taken, and read what comes unless not `listening`."""
    sock.settimeout(None)

    def pour() -> None:
        with contextlib.suppress(OSError):
            while True:
                sock.sendall(piece)

    def listen() -> None:
        with contextlib.suppress(OSError):
            while sock.recv(1 << 20):
                pass

    threads = [threading.Thread(target=each, daemon=True) for each in ((pour, listen) if listening else (pour,))]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            sock.shutdown(tcp.SHUT_RDWR)
        for thread in threads:
            thread.join(20)
        sock.close()
