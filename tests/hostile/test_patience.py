"""Who is slow, or says nothing, is let go; who is only far away is not."""

import contextlib
import errno
import os
import resource
import socket as tcp
import subprocess
import sys
from collections.abc import Iterator

import gevent
import pytest
from gevent.socket import socketpair
from gunicorn.http.errors import LimitRequestHeaders

from server import patience
from server.files import MAX_FILE
from server.patience import TooSlow, Visitor
from server.runner import CONNECTIONS
from tests.hostile.rig import Rig, work
from tests.server.process import ROOT
from tests.socket.phone import Phone


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience of a few hundredths of a second."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.05)
    monkeypatch.setattr(patience, "GRACE", 0.05)


@pytest.fixture
def ends() -> Iterator[tuple[Visitor, tcp.socket]]:
    """A visitor's connection: the server's end and the visitor's own."""
    ours, theirs = socketpair()
    yield Visitor(ours), theirs
    ours.close()
    theirs.close()


def test_a_head_that_does_not_come_is_the_end(hasty: None, ends: tuple) -> None:
    visitor, theirs = ends
    theirs.sendall(b"GET / HT")
    assert visitor.recv(100) == b"GET / HT"
    assert visitor.recv(100) == b""


def test_a_head_without_end_is_too_large(ends: tuple) -> None:
    visitor, theirs = ends
    with pytest.raises(LimitRequestHeaders):
        for _ in range(100):
            theirs.sendall(b"x" * 8_192)
            assert visitor.recv(8_192)


def test_a_pause_between_requests_is_the_workers_to_end(hasty: None, ends: tuple) -> None:
    visitor, theirs = ends
    visitor.await_head()
    later = gevent.spawn_later(0.2, theirs.sendall, b"G")
    assert visitor.recv(100) == b"G"
    assert visitor.recv(100) == b""
    later.join()


def test_a_body_of_a_byte_now_and_then_is_too_slow(hasty: None, ends: tuple) -> None:
    visitor, theirs = ends
    visitor.await_body()
    drip = gevent.spawn(lambda: [(theirs.sendall(b"x"), gevent.sleep(0.01)) for _ in range(1_000)])
    with pytest.raises(TooSlow) as slow:
        while visitor.recv(100):
            pass
    assert slow.value.errno == errno.EPIPE
    drip.kill()


def test_a_body_that_stops_is_too_slow_however_much_of_it_came_at_once(hasty: None, ends: tuple) -> None:
    visitor, theirs = ends
    visitor.await_body()
    theirs.sendall(b"x" * 60_000)
    with gevent.Timeout(20), pytest.raises(TooSlow):
        while visitor.recv(100_000):
            pass


def test_a_steady_body_is_waited_for(ends: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "GRACE", 0.5)
    visitor, theirs = ends
    visitor.await_body()
    steady = gevent.spawn(lambda: [(theirs.sendall(b"x" * 1_000), gevent.sleep(0.05)) for _ in range(14)])
    got = 0
    while got < 14_000:
        got += len(visitor.recv(100_000))
    steady.join()


def test_an_answer_that_nobody_takes_is_given_up(hasty: None, ends: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LEAST", 10**7)
    visitor, _ = ends
    with pytest.raises(TooSlow):
        visitor.sendall(b"x" * 10_000_000)


def test_a_socket_waits_in_its_own_way(hasty: None, ends: tuple) -> None:
    visitor, theirs = ends
    visitor.settimeout(None)
    later = gevent.spawn_later(0.3, theirs.sendall, b"late")
    assert visitor.recv(100) == b"late"
    later.join()


HALVES = {
    "nothing": b"",
    "a line": b"GET /today HTTP/1.1\r\n",
    "no end of the head": b"GET /today HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 7_000,
    "no hello": None,
}


@pytest.fixture(scope="module")
def unfinished(rig: Rig) -> Iterator[tcp.socket]:
    """A request whose body does not come; begun early, since it takes its time to end."""
    line = rig.tcp()
    line.settimeout(60)
    head = f"POST /session HTTP/1.1\r\nHost: x\r\nOrigin: {rig.serving.address}\r\nContent-Length: 100\r\n\r\n{{"
    line.sendall(head.encode())
    yield line
    line.close()


def test_half_open_handshakes_hold_little_and_are_let_go(rig: Rig, honest: Phone, unfinished: tcp.socket) -> None:
    work(honest)
    before, memory = rig.connections(), rig.memory()
    halves = []
    for _ in range(int(os.environ.get("FICHERO_HALF_OPEN", "400")) // len(HALVES)):
        for half in HALVES.values():
            if half is None:
                halves.append(rig.raw().socket)
            else:
                halves.append(rig.tcp())
                halves[-1].sendall(half)
    work(honest)
    assert rig.connections() > before
    assert (rig.memory() - memory) / len(halves) < 100 * 1024
    # Each hears the end of its connection; what a WebSocket is told before does not matter.
    for half in halves:
        half.settimeout(60)
        with contextlib.suppress(ConnectionResetError):
            while half.recv(4_096):
                pass
    work(honest)
    for half in halves:
        half.close()
    while rig.connections() > before:
        work(honest)


def test_a_body_that_does_not_come_ends_its_connection(rig: Rig, unfinished: tcp.socket) -> None:
    heard = b""
    while more := unfinished.recv(4_096):
        heard += more
    assert heard.startswith(b"HTTP/1.1 400 ")


def test_what_is_left_of_a_body_is_read_only_so_far(rig: Rig, honest: Phone) -> None:
    line = rig.tcp()
    head = f"POST /session HTTP/1.1\r\nHost: x\r\nOrigin: {rig.serving.address}\r\nTransfer-Encoding: chunked\r\n\r\n"
    line.sendall(head.encode())
    with pytest.raises(OSError):
        for _ in range(2 * MAX_FILE // 65_536):
            line.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
    line.close()
    work(honest)


@pytest.mark.parametrize("body", [b"zz\r\n", b"5\r\nabc", b"5\r\nabcdefgh\r\n", b"ffffffffffffffffffff\r\n", b"-1\r\n"])
def test_a_body_in_bad_chunks_is_a_bad_message(rig: Rig, honest: Phone, body: bytes) -> None:
    line = rig.tcp()
    head = f"POST /session HTTP/1.1\r\nHost: x\r\nOrigin: {rig.serving.address}\r\nTransfer-Encoding: chunked\r\n\r\n"
    line.sendall(head.encode() + body)
    line.shutdown(tcp.SHUT_WR)
    heard = b""
    while more := line.recv(4_096):
        heard += more
    assert heard.startswith(b"HTTP/1.1 400 ") and b"bad-message" in heard and heard.count(b"HTTP/1.1") == 1
    line.close()
    work(honest)


@pytest.mark.parametrize("limit", [(300, 300), (600, 1_000), (15_000, 15_000)])
def test_as_many_are_served_as_there_are_files_to_open(limit: tuple[int, int]) -> None:
    script = "import resource, server.runner as r; print(r.connections(), *resource.getrlimit(resource.RLIMIT_NOFILE))"
    before = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit)  # noqa: E731
    done = subprocess.run([sys.executable, "-c", script], preexec_fn=before, capture_output=True, text=True, cwd=ROOT)
    connections, soft, hard = map(int, done.stdout.split())
    assert (soft, hard) == (limit[1], limit[1])
    assert connections == max(256, min(CONNECTIONS, soft - 256))
