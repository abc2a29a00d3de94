"""A phone's own line to the server, a SOCKS5 relay that can be cut: sockets that are open die with it.

`context.set_offline` alone leaves open sockets open, and a server that is stopped cuts off everybody at once.
"""

import contextlib
import select
import socket
import struct
import threading

_PIECE = 65_536
_UNREACHABLE = b"\x05\x04\x00\x01" + bytes(6)
_CONNECTED = b"\x05\x00\x00\x01" + bytes(6)


class Carrier:
    """Who carries the pieces of one connection, `up` to the server and `down` to the phone: here, as they come."""

    def __init__(self, near: socket.socket, far: socket.socket):
        self.ends = {"up": far, "down": near}

    def carry(self, way: str, piece: bytes) -> None:
        """Bring what one side sent to the other. Raises OSError where that is gone."""
        self.ends[way].sendall(piece)

    def end(self) -> None:
        """The connection is over."""


class Line:
    """Relays to this machine only. `cut` ends every connection and refuses new ones until `mend`."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._whole = True
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """What a browser takes as its proxy."""
        return f"socks5://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        """As when a van drives into a valley."""
        with self._guard:
            self._whole = False
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """The signal is back."""
        self._whole = True

    def close(self) -> None:
        """Cut for good."""
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError), near:
            port = _asked(near)
            if not self._whole:
                near.sendall(_UNREACHABLE)
                return
            try:
                far = socket.create_connection(("127.0.0.1", port))
            except OSError:
                near.sendall(_UNREACHABLE)
                return
            with far:
                near.sendall(_CONNECTED)
                self._relay(near, far)

    def _carrier(self, near: socket.socket, far: socket.socket) -> Carrier:
        """Who carries a connection's pieces: what another kind of line is about."""
        return Carrier(near, far)

    def _relay(self, near: socket.socket, far: socket.socket) -> None:
        with self._guard:
            if not self._whole:
                return
            self._open |= {near, far}
        carrier = self._carrier(near, far)
        try:
            while True:
                ready, _, _ = select.select([near, far], [], [])
                for end in ready:
                    piece = end.recv(_PIECE)
                    if not piece:
                        return
                    carrier.carry("up" if end is near else "down", piece)
        finally:
            carrier.end()
            with self._guard:
                self._open -= {near, far}


def _asked(near: socket.socket) -> int:
    """SOCKS5's two questions, answered as far as a browser needs; the port that it wants."""
    _, methods = _exactly(near, 2)
    _exactly(near, methods)
    near.sendall(b"\x05\x00")
    _, _, _, kind = _exactly(near, 4)
    length = {1: 4, 4: 16}.get(kind) or _exactly(near, 1)[0]
    _exactly(near, length)
    return struct.unpack(">H", _exactly(near, 2))[0]


def _exactly(near: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        piece = near.recv(count - len(read))
        if not piece:
            raise EOFError
        read += piece
    return read
