"""Floods: whoever sends or asks without end keeps nobody else from being served."""

import contextlib
import json

import gevent
import gevent.socket
import pytest

from sync.guard import Guard, Limits
from tests.hostile.rig import Rig, pouring, work
from tests.socket.phone import Phone
from tests.socket.raw import PING, frame

FLOODS = {
    "pings": frame(b"x", PING) * 8_000,
    "no JSON": frame(b"{") * 8_000,
    "empty messages": frame(b"") * 10_000,
    "empty parts": frame(b"", fin=False) + frame(b"", 0, fin=False) * 10_000,
    "confirmations": frame(b'{"type":"got","cursor":1}') * 3_000,
    "all rows again": frame(b'{"type":"pull","cursor":0}') * 3_000,
}


@pytest.mark.parametrize("kind", FLOODS)
@pytest.mark.parametrize("listening", [True, False], ids=["", "deaf"])
def test_a_flood_of_frames(rig: Rig, honest: Phone, kind: str, listening: bool) -> None:
    with contextlib.ExitStack() as floods:
        for _ in range(3):
            raw = rig.raw()
            rig.hello(raw)
            floods.enter_context(pouring(raw.socket, FLOODS[kind], listening))
        work(honest)


def test_a_flood_of_requests_in_one_connection(rig: Rig, honest: Phone) -> None:
    with contextlib.ExitStack() as floods:
        for _ in range(3):
            floods.enter_context(pouring(rig.tcp(), b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 2_000))
        work(honest)


def test_a_flood_of_pushes_whose_acks_nobody_reads(rig: Rig, honest: Phone) -> None:
    push = {"type": "push", "device": rig.device, "epoch": honest.epoch, "now": 0, "ops": []}
    with contextlib.ExitStack() as floods:
        for _ in range(3):
            raw = rig.raw(buffer=4_096)
            rig.hello(raw)
            floods.enter_context(pouring(raw.socket, frame(json.dumps(push).encode()) * 500, listening=False))
        work(honest)


def test_what_still_comes_to_a_closed_socket_is_read_while_others_have_their_turns() -> None:
    ours, theirs = gevent.socket.socketpair()
    theirs.sendall(b"x" * 140_000)
    theirs.close()
    turns = 0

    def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            gevent.sleep(0)

    beside = gevent.spawn(others)
    Guard(ours, Limits()).close()
    beside.kill()
    assert turns >= 3
