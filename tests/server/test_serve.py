"""The real server process: ready, stopped, killed, and started again."""

import contextlib
import http.client
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from sync.stamp import random_name
from tests.server.office import row_id
from tests.server.process import Done, Fichero, Serving

Typed = Callable[..., Done]


OWNER = ("invite", "olga@example.com", "--role", "owner")


def epoch_of(serving: Serving, cookie: str) -> str:
    return serving.ask("GET", "/sync/snapshot", cookie=cookie).body.decode().split('"')[3]


class Phone:
    """A phone that pushes one client after another and remembers what was acknowledged."""

    def __init__(self, serving: Serving, invitation: str):
        self.serving = serving
        self.cookie, said = serving.sign_in(invitation)
        self.device = said["device"]
        self.epoch = epoch_of(serving, self.cookie)
        self.n = 0
        self.sent: dict[str, dict[str, Any]] = {}
        self.acknowledged: list[str] = []

    def push(self) -> None:
        """One push of five clients."""
        ops = []
        for _ in range(5):
            self.n += 1
            row = row_id()
            self.sent[row] = {"name": f"Invented {self.n}"}
            ops.append({"n": self.n, "o": random_name(12), "w": 0, "t": "client", "i": row, "v": self.sent[row]})
        body = {"type": "push", "device": self.device, "epoch": self.epoch, "now": 0, "ops": ops}
        answer = self.serving.ask("POST", "/sync/push", body, self.cookie)
        assert answer.json["type"] == "ack" and not answer.json["refused"]
        self.acknowledged += [op["i"] for op in ops]

    def push_until_cut(self) -> None:
        """Until the server is gone."""
        try:
            while True:
                self.push()
        except OSError:
            pass

    def rows(self, serving: Serving) -> dict[str, Any]:
        """What the server holds, by row."""
        held, cursor = {}, 0
        while True:
            frame = serving.ask("GET", f"/sync/rows?epoch={self.epoch}&cursor={cursor}", cookie=self.cookie).json
            held |= {row["i"]: row["v"] for row in frame["rows"]}
            if frame["to"] == cursor:
                return held
            cursor = frame["to"]


@pytest.mark.parametrize("whole", [True, False], ids=["all of it", "its first process"])
def test_a_server_killed_while_phones_push_loses_nothing_acknowledged(
    fichero: Fichero, typed: Typed, whole: bool
) -> None:
    serving = fichero.serve()
    port = serving.address.rsplit(":", 1)[1]
    phones = [Phone(serving, typed(*OWNER).out.strip()) for _ in range(3)]
    threads = [threading.Thread(target=phone.push_until_cut) for phone in phones]
    for thread in threads:
        thread.start()
    wait_until(lambda: all(len(phone.acknowledged) >= 25 for phone in phones))
    if whole:
        os.killpg(serving.process.pid, signal.SIGKILL)
    serving.kill()
    for thread in threads:
        thread.join(20)
    again = fichero.serve("--port", port)
    assert again.address == serving.address
    for phone in phones:
        held = phone.rows(again)
        assert all(held[row] == phone.sent[row] for row in phone.acknowledged)
        assert set(held) & set(phone.sent) >= set(phone.acknowledged)


def test_from_the_first_start_to_a_clean_stop(fichero: Fichero, typed: Typed) -> None:
    serving = fichero.serve()
    assert any("fichero invite you@example.com --role owner" in line for line in serving.lines)
    assert serving.ask("GET", "/healthz").json == serving.ask("GET", "/readyz").json == {"ok": True}
    assert "fichero invite" in serving.ask("GET", "/").body.decode()
    invitation = typed(*OWNER).out.strip()
    assert invitation.startswith(serving.address + "/join#")
    cookie, said = serving.sign_in(invitation)
    assert serving.ask("GET", "/session", cookie=cookie).json == said
    assert "fichero invite" not in serving.ask("GET", "/").body.decode()
    assert serving.stop() == 0
    assert serving.process.stderr.read() == ""
    assert typed(*OWNER).out.startswith("http://localhost:8000/join#")


def test_the_demo_is_a_business_of_its_own_with_fresh_links(fichero: Fichero, typed: Typed) -> None:
    typed("demo", "--clients", "5", "--bookings", "20", "--locale", "ru")
    serving = fichero.serve("--demo")
    assert len(serving.links) == 2
    roles = {serving.sign_in(link)[1]["member"]["role"] for link in serving.links}
    assert roles == {"owner", "staff"}
    used = serving.ask("POST", "/session", {"token": serving.links[0].split("#")[1], "label": ""})
    assert used.json["code"] == "link-used"
    assert not (fichero.data / "fichero.sqlite").exists() and (fichero.data / "demo" / "fichero.sqlite").exists()


def test_a_data_folder_and_a_port_have_one_server(fichero: Fichero, typed: Typed, monkeypatch, tmp_path) -> None:
    serving = fichero.serve()
    for words in (("serve", "--port", "0"), ("restore", str(tmp_path / "any"))):
        refused = typed(*words)
        assert refused.code == 1 and "stop it first" in refused.err
    monkeypatch.setenv("FICHERO_DATA", str(tmp_path / "other"))
    taken = typed("serve", "--port", serving.address.rsplit(":", 1)[1])
    assert taken.code == 1 and "Cannot listen on" in taken.err


def test_what_is_no_http_is_answered_in_json_and_ctrl_c_ends_it(fichero: Fichero) -> None:
    serving = fichero.serve()
    address = ("127.0.0.1", int(serving.address.rsplit(":", 1)[1]))
    for line in (
        b"\x16\x03\x01 hello\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(address, timeout=10) as connection:
            connection.sendall(line)
            answer = connection.recv(4096)
        assert answer.startswith(b"HTTP/1.1 4") and b'"code":"bad-message"' in answer and b"<" not in answer
    assert serving.ask("GET", "/healthz").status == 200
    os.killpg(serving.process.pid, signal.SIGINT)
    assert serving.process.wait(20) == 0
    assert "Traceback" not in serving.process.stderr.read()


def test_connections_that_are_kept_open_do_not_hold_up_a_stop(fichero: Fichero) -> None:
    serving = fichero.serve()
    with contextlib.closing(http.client.HTTPConnection(serving.address.removeprefix("http://"))) as kept:
        kept.request("GET", "/healthz")
        assert kept.getresponse().read()
        assert serving.stop() == 0
    assert "graceful timeout" not in serving.process.stderr.read()


def wait_until(true: Any) -> None:
    """Until a condition holds, for 20 s at most."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
