"""Conversations that go wrong: what cannot be read, a store that fails, floods, and who is signed out."""

import contextlib
import json
import resource
import socket as tcp
import threading
import time
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.server.process import Serving
from tests.socket.phone import Phone


def test_what_is_wrong_is_said_and_the_conversation_goes_on(phones):
    phone = phones()

    def answer(text: str | bytes) -> str:
        phone.line.send(text)
        error = phone.hear("error")
        assert error["code"] == "bad-message"
        return error["text"]

    assert "hello" in answer('{"type":"got","cursor":1}')
    phone.catch_up(phone.hello())
    assert "`colour`" in answer('{"type":"got","cursor":1,"colour":"red"}')
    assert "`type`" in answer("{}")
    assert "$.cursor" in answer('{"type":"got","cursor":"one"}')
    assert "$.cursor" in answer('{"type":"pull","cursor":-1}')
    assert "byte 14" in answer('{"type":"got",,}')
    assert "truncated" in answer('{"type":"got","cur')
    assert "$.type" in answer('{"type":"dance"}')
    assert "$.device" in answer('{"type":"push","device":"DROP","epoch":"","now":0,"ops":[]}')
    assert "$.ops[1]" in answer(
        json.dumps({"type": "push", "device": phone.device, "epoch": phone.epoch, "now": 0, "ops": [phone.op(), 7]})
    )
    assert "text" in answer(b"binary")
    answer("")
    answer("[" * 100_000)
    phone.n = 0
    phone.push(phone.op(name="Still there"))
    assert {phone.hear()["type"], phone.hear()["type"]} == {"ack", "rows"}


def test_an_app_too_old_is_told_so_and_nothing_else(phones):
    phone = phones()
    phone.say("hello", device=phone.device, epoch="", cursor=0, schema=0, now=0)
    assert phone.hear("upgrade")["least"] == 1
    phone.push(phone.op(name="Too early"))
    phone.hear("upgrade")
    phone.hang_up()
    phone.connect()
    assert phone.hello()["n"] == 0


def test_who_is_signed_out_elsewhere_wipes_at_once_and_writes_no_more(phones):
    owner, lost = phones(), phones("staff")
    lost.catch_up(lost.hello())
    assert owner.serving.ask("DELETE", f"/devices/{lost.device}", cookie=owner.cookie).status in (200, 204)
    lost.hear("wipe")
    assert lost.closed() == 1000
    lost.connect()
    lost.hear("wipe")
    assert lost.closed() == 1000


def test_who_signed_out_is_let_go_without_wipe(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    assert phone.serving.ask("DELETE", "/session", cookie=phone.cookie).status in (200, 204)
    with contextlib.suppress(ConnectionClosed):
        phone.push(phone.op(name="After signing out"))
    assert phone.closed() == 1000


@pytest.mark.about_sqlite
def test_a_store_that_fails_is_busy_and_uses_nothing_up(phones, server):
    phone = phones()
    phone.catch_up(phone.hello())
    worker = worker_of(server)
    limits = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (1000, limits[1]))
    edit = phone.op(name="Patient")
    try:
        phone.push(edit)
        assert phone.hear("error")["code"] in ("busy", "storage-full")
    finally:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, limits)
    phone.push(edit)
    heard = {message["type"]: message for message in (phone.hear(), phone.hear())}
    assert heard["ack"]["n"] == 1


@pytest.mark.about_sqlite
def test_connections_hold_no_database(phones, server):
    def opened() -> int:
        links = Path(f"/proc/{worker_of(server)}/fd").iterdir()
        return sum("fichero.sqlite" in str(link.readlink()) for link in links)

    phone = phones()
    others = [phone]
    for _ in range(20):
        other = object.__new__(Phone)
        other.__dict__ |= {"serving": server, "cookie": phone.cookie, "device": phone.device, "epoch": "", "n": 0}
        other.connect()
        others.append(other)
    for each in others:
        each.catch_up(each.hello())
    # The writer's own: the database, its log and its shared memory.
    assert opened() <= 5
    for each in others:
        each.hang_up()


def test_a_flooding_phone_does_not_hold_up_the_others(phones):
    flood, quiet = phones(), phones()
    flood.hello()
    quiet.catch_up(quiet.hello())
    ending = threading.Event()

    def pour() -> None:
        with contextlib.suppress(ConnectionClosed):
            while not ending.is_set():
                flood.push(*[flood.op(name="Flood", company="x" * 500) for _ in range(200)])

    pouring = threading.Thread(target=pour, daemon=True)
    pouring.start()
    flood.hear("rows")
    waits = []
    for _ in range(10):
        began = time.monotonic()
        quiet.push(quiet.op("task", description="Now"))
        while (message := quiet.hear())["type"] != "ack":
            quiet.say("got", cursor=message["to"])
        waits.append(time.monotonic() - began)
    ending.set()
    # Blocked by TCP, it would not notice.
    flood.line.socket.shutdown(tcp.SHUT_RDWR)
    pouring.join(10)
    # The median, because a busy machine may pause any one of them.
    assert sorted(waits)[5] < 1, waits


def test_who_never_says_hello_is_let_go(silent):
    client, began = silent
    assert b"say hello" in client.receive()[1]
    assert client.closed() == 1008
    assert time.monotonic() - began >= 10


def worker_of(serving: Serving) -> int:
    """The process that answers."""
    return int(Path(f"/proc/{serving.process.pid}/task/{serving.process.pid}/children").read_text().split()[0])
