"""The socket of the real server: rows as they come, `wipe` at a revocation, 1012 at a stop."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.server.office import row_id
from tests.server.process import Done, Fichero, Serving

OWNER = ("invite", "olga@example.com", "--role", "owner")
STAFF = ("invite", "sam@example.com", "--role", "staff")


class Phones(ExitStack):
    """Sockets of several phones, closed together."""

    def __init__(self, serving: Serving):
        super().__init__()
        self.serving = serving

    def open(self, cookie: str, origin: str = "") -> ClientConnection:
        """A socket, as a page of `origin` opens it."""
        return self.enter_context(
            connect(
                self.serving.address.replace("http", "ws") + "/sync",
                origin=origin or self.serving.address,
                subprotocols=["fichero.sync.1"],
                additional_headers={"Cookie": cookie},
            )
        )

    def greet(self, cookie: str, device: str) -> tuple[ClientConnection, dict[str, Any]]:
        """A phone that has said hello and caught up."""
        socket = self.open(cookie)
        say(socket, type="hello", device=device, epoch="", cursor=0, schema=1, now=0)
        welcome = hear(socket, "welcome")
        while hear(socket, "rows")["to"] < welcome["head"]:
            pass
        return socket, welcome


def say(socket: ClientConnection, **message: Any) -> None:
    socket.send(json.dumps(message))


def until_closed(socket: ClientConnection) -> int:
    """The code with which the server closes."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            socket.recv(20)
    return closed.value.rcvd.code


def hear(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of a kind."""
    while True:
        message = json.loads(socket.recv(20))
        if message["type"] == "rows":
            say(socket, type="got", cursor=message["to"])
        if message["type"] == kind:
            return message


def test_two_phones_and_an_administrator(fichero: Fichero, typed: Callable[..., Done]) -> None:
    serving = fichero.serve()
    with Phones(serving) as phones:
        olga, told = serving.sign_in(typed(*OWNER).out.strip())
        sam, asked = serving.sign_in(typed(*STAFF).out.strip())
        one, welcome = phones.greet(olga, told["device"])
        two, _ = phones.greet(sam, asked["device"])

        op = {"n": 1, "o": "a1b2c3d4e5f6", "w": 0, "t": "client", "i": row_id(), "v": {"name": "Ada Invented"}}
        say(one, type="push", device=told["device"], epoch=welcome["epoch"], now=0, ops=[op])
        assert hear(one, "ack")["n"] == 1
        assert [row["v"] for row in hear(two, "rows")["rows"]] == [{"name": "Ada Invented"}]

        assert serving.ask("DELETE", f"/devices/{asked['device']}", cookie=olga).status == 204
        hear(two, "wipe")
        until_closed(two)
        assert hear(phones.open(sam), "wipe")

        for cookie, origin, status in (("", "", 401), (olga, "http://evil.example", 403)):
            with pytest.raises(InvalidStatus) as refused:
                phones.open(cookie, origin)
            assert refused.value.response.status_code == status
            assert "code" in json.loads(refused.value.response.body)

        serving.process.terminate()
        assert until_closed(one) == 1012
        assert serving.process.wait(20) == 0
