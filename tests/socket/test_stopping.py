"""A server told to stop takes leave of every socket and is gone soon."""

import signal
import time

from tests.socket.conftest import serving
from tests.socket.raw import Raw


def test_every_socket_hears_1012_and_the_exit_is_quick(tmp_path):
    with serving(tmp_path / "log") as (port, process):
        clients = [Raw(port) for _ in range(40)]
        for client in clients:
            client.send(b"wait")
            client.receive()
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert {client.closed() for client in clients} == {1012}
        assert process.wait(20) == 0
        assert time.monotonic() - began < 5
        for client in clients:
            client.socket.close()


def test_one_who_does_not_read_does_not_hold_up_the_exit(tmp_path):
    with serving(tmp_path / "log") as (port, process):
        client = Raw(port, buffer=4096)
        client.send(b"big 20000000")
        assert client.socket.recv(1)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert time.monotonic() - began < 8
        client.socket.close()
