"""What the server sends arrives whole and unmixed, and who does not read is let go."""

import time

import pytest
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import TextMessage

from sync.socket import framed
from tests.socket.raw import CLOSE, TEXT, Raw


@pytest.mark.parametrize("size", [100_000, 3_000_000])
def test_a_long_message_reaches_a_slow_reader_whole(port, size):
    with Raw(port, buffer=4096) as client:
        client.send(b"big %d" % size)
        assert client.receive() == (TEXT, b"x" * size)
        assert client.receive() == (TEXT, b"after")
        assert client.receive()[0] == CLOSE


def test_messages_of_several_greenlets_arrive_unmixed(port):
    with Raw(port, buffer=4096) as client:
        client.send(b"crowd 200000")
        seen = []
        while (message := client.receive()[1]) != b"end":
            assert message == message[:1] * 200_000
            seen.append(message[:1])
        assert sorted(seen) == sorted(b"abcdefgh"[i : i + 1] for i in range(8) for _ in range(5))


def test_who_stops_reading_is_cut(hasty):
    with Raw(hasty, buffer=4096) as client:
        client.send(b"big 20000000")
        # Nothing is read until the server has given up, which ends its conversation.
        until_forgotten(client)
        received = 0
        with pytest.raises(ConnectionError):
            while True:
                received += len(client.socket.recv(1 << 20) or broken())
        assert received < 20_000_000


def until_forgotten(client: Raw) -> None:
    """Wait until the server's end of the connection is gone, by the kernel's own table."""
    end = time.monotonic() + 15
    ours, theirs = client.socket.getsockname()[1], client.socket.getpeername()[1]
    while time.monotonic() < end:
        with open("/proc/net/tcp") as table:
            ends = [line.split()[1:4] for line in table.readlines()[1:]]
        if not any(
            int(local[9:], 16) == theirs and int(remote[9:], 16) == ours and state == "01"
            for local, remote, state in ends
        ):
            return
        time.sleep(0.05)
    pytest.fail("the server holds on")


def broken() -> bytes:
    raise ConnectionError


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_is_what_the_library_makes_of_it(size: int) -> None:
    message = b"\xc3\xb1" * (size // 2) + b"n" * (size % 2)
    assert framed(message) == Connection(ConnectionType.SERVER).send(TextMessage(message.decode()))
