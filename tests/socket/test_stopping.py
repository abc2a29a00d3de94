"""A server told to stop takes leave of every socket and is gone soon."""

import signal
import time

from tests.socket.conftest import serving
from tests.socket.raw import Raw


def test_every_socket_hears_1012_and_nobody_holds_up_the_exit(tmp_path):
    with serving(tmp_path / "log") as (port, process):
        clients = [Raw(port) for _ in range(40)]
        for client in clients:
            client.send(b"wait")
            client.receive()
        stopped_reading = Raw(port, buffer=4096)
        stopped_reading.send(b"big 20000000")
        assert stopped_reading.socket.recv(1)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert {client.closed() for client in clients} == {1012}
        assert process.wait(30) == 0
        # gunicorn would wait 30 s for conversations that do not end.
        assert time.monotonic() - began < 15
        for client in (*clients, stopped_reading):
            client.socket.close()
