"""Whoever sends or takes little, but goes on with it, is not taken for gone."""

from tests.socket.raw import PONG, TEXT, Raw, frame


def test_a_message_that_comes_in_crumbs_for_longer_than_silence_is_borne_is_taken(hasty: int) -> None:
    with Raw(hasty) as client:
        client.send(b"echo")
        message = frame(b"x" * 1000)
        # A ping comes at most every 0.3 s: ten take longer than silence is borne.
        for at in range(0, 1000, 100):
            client.socket.sendall(message[at : at + 100])
            assert client._exactly(2) == b"\x89\x00"
        client.socket.sendall(message[1000:])
        assert client.receive() == (TEXT, b"x" * 1000)


def test_a_reader_that_takes_little_at_a_time_is_not_cut_though_the_system_tells_of_no_room(hasty: int) -> None:
    size = 8_000_000
    with Raw(hasty, buffer=4096, timeout=20) as client, Raw(hasty) as beside:
        beside.send(b"wait")
        assert beside.receive() == (TEXT, b"waiting")
        client.send(b"big %d" % size)
        taken = 0
        # Pings to another come at most every 0.3 s: ten take three times as long as a stall is borne.
        for _ in range(10):
            assert beside._exactly(2) == b"\x89\x00"
            beside.send(b"", PONG)
            taken += len(client.socket.recv(8192))
        while taken < size:
            piece = client.socket.recv(1 << 20)
            assert piece, f"cut after {taken} bytes"
            taken += len(piece)
