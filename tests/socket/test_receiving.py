"""What a device sends is bounded, and no message of it harms the server."""

import random
import threading

import pytest

from tests.socket.raw import BINARY, CLOSE, PING, PONG, TEXT, Raw, frame

MIB = 1024 * 1024


def test_a_flood_that_nobody_takes_is_stopped_by_tcp(port):
    piece = frame(b"x" * 100_000) * 10
    with Raw(port, timeout=1) as client:
        client.send(b"deaf")
        sent = 0
        with pytest.raises(TimeoutError):
            while sent < 64 * MIB:
                sent += client.socket.send(piece)


def test_no_more_small_messages_are_held_than_fit_one_read(port):
    def held() -> int:
        with Raw(port) as other:
            other.send(b"held")
            return int(other.receive()[1])

    with Raw(port) as client:
        # In one go: who takes nothing more reads nothing more, and would hold only what came with the word.
        client.socket.sendall(frame(b"deaf") + frame(b"") * 100_000)
        before = -1
        while (most := held()) != before or not most:
            before = most
        assert most < 5_000


def test_a_slowed_sender_loses_nothing(port):
    with Raw(port, timeout=30) as client:
        client.send(b"echo")
        flood = b"".join(frame(b"%d" % i) for i in range(5000))
        sender = threading.Thread(target=client.socket.sendall, args=(flood,))
        sender.start()
        assert [client.receive()[1] for _ in range(5000)] == [b"%d" % i for i in range(5000)]
        sender.join()


def test_a_message_of_one_mebibyte_is_taken(port):
    with Raw(port) as client:
        client.send(b"echo")
        client.send(b"x" * MIB)
        assert client.receive() == (TEXT, b"x" * MIB)


@pytest.mark.parametrize(
    "pieces",
    [
        [frame(b"x" * (MIB + 1))],
        [frame("ñ".encode() * (MIB // 2 + 1))],
        [frame(b"x" * 65536, fin=False)] + [frame(b"x" * 65536, 0, fin=False)] * 40,
        [frame(b"x" * (2 * MIB), length=1 << 40)],
    ],
    ids=["a byte over", "two bytes a letter", "in fragments", "claimed a tebibyte"],
)
def test_a_message_too_large_is_told_so_and_closed(port, pieces):
    with Raw(port) as client:
        client.send(b"echo")
        sender = threading.Thread(target=give, args=(client, pieces), daemon=True)
        sender.start()
        opcode, payload = client.receive()
        assert opcode == TEXT and b'"code": "too-large"' in payload
        assert client.closed() == 1009
        sender.join(10)


def give(client: Raw, pieces: list[bytes]) -> None:
    try:
        for piece in pieces:
            client.socket.sendall(piece)
    except OSError:
        pass  # the server has heard enough


def test_a_ping_is_answered(port):
    with Raw(port) as client:
        client.send(b"tick", PING)
        assert client.receive() == (PONG, b"tick")


def test_who_is_silent_is_let_go_and_who_answers_pings_is_not(hasty):
    with Raw(hasty) as silent:
        with pytest.raises(ConnectionError):
            silent._exactly(len(b"\x89\x00") * 30)
    with Raw(hasty) as alive:
        pings = 0
        alive.send(b"echo")
        # Ten pings are 3 s: longer than silence is borne.
        while pings < 10:
            assert alive._exactly(2) == b"\x89\x00"
            alive.send(b"", PONG)
            pings += 1
        alive.send(b"still here")
        assert alive.receive() == (TEXT, b"still here")


def test_a_fault_in_the_handler_closes_with_1011(port):
    with Raw(port) as client:
        client.send(b"fail")
        assert client.receive() == (CLOSE, (1011).to_bytes(2, "big"))
        with pytest.raises(ConnectionError):
            client.receive()


def test_the_close_of_a_device_is_answered(port):
    with Raw(port) as client:
        client.send(b"wait")
        assert client.receive() == (TEXT, b"waiting")
        client.send((1000).to_bytes(2, "big"), CLOSE)
        assert client.closed() == 1000


@pytest.mark.parametrize(
    ("noise", "code"),
    [
        (frame(b"\xff\xfe"), 1007),
        (frame(b"", 3), 1002),
        (frame(b"x" * 126, PING), 1002),
        (frame(b"x", PING, fin=False), 1002),
        (frame(b"x", 0), 1002),
        (frame(b"x", fin=False) + frame(b"y"), 1002),
        (b"\x81\x05hello", 1002),
        (frame(b"x", CLOSE), 1002),
        (frame(b"\x00\x01", CLOSE), 1002),
    ],
    ids=[
        "not UTF-8",
        "unknown kind",
        "long ping",
        "ping in parts",
        "part of nothing",
        "two beginnings",
        "not masked",
        "close of one byte",
        "close with no code",
    ],
)
def test_what_is_no_websocket_is_closed(port, noise, code):
    with Raw(port) as client:
        client.send(b"wait")
        client.receive()
        client.socket.sendall(noise)
        assert client.closed() == code


def test_any_bytes_end_in_a_close_and_the_server_lives(port):
    dice = random.Random(2)
    for _ in range(30):
        with Raw(port) as client:
            client.send(b"echo")
            give(client, [dice.randbytes(dice.randrange(1, 400)), frame(b"", CLOSE), frame(b"", BINARY)])
            client.socket.shutdown(1)
            client.closed()
    with Raw(port) as client:
        client.send(b"nap 0")
        assert client.receive() == (TEXT, b"awake")
