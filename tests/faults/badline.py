"""A line with a captive portal on it: it answers some or all requests itself, with a page that knows nothing of us."""

import contextlib
import socket
from collections.abc import Callable

from tests.browser.line import Line

PAGE = b"<!doctype html><title>Free Wi-Fi</title><h1>Welcome to the made-up caf\xc3\xa9</h1>\n[]\nnull\n"
WORDS = "made-up caf"
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCache-Control: max-age=60\r\nConnection: close\r\n"


class BadLine(Line):
    """`captive(path)` says whether the portal answers a request; `answered` are the paths that it did."""

    def __init__(self) -> None:
        self.captive: Callable[[str], bool] | None = None
        self.answered: list[str] = []
        super().__init__()

    def behind(self, captive: Callable[[str], bool] | None) -> None:
        """Enter the portal's network, or with None leave it: what is open is cut."""
        self.captive = captive
        self.cut()
        self.mend()

    def _relay(self, near: socket.socket, far: socket.socket) -> None:
        if self.captive is None:
            return super()._relay(near, far)
        with contextlib.suppress(OSError, EOFError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = near.recv(65_536)
                if not piece:
                    return None
                head += piece
            path = head.split(b" ", 2)[1].decode()
            if self.captive(path):
                self.answered.append(path)
                near.sendall(_ANSWER + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE)
                near.shutdown(socket.SHUT_WR)
                # Unread bytes would make it a reset.
                while near.recv(65_536):
                    pass
            else:
                # One request a connection, so that the next is judged too.
                far.sendall(head.replace(b"Connection: keep-alive", b"Connection: close"))
                super()._relay(near, far)
        return None
