"""A device that asks for rows and does not read them is given no more than one frame to hold."""

import json
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest
from gevent import socket as tcp
from simple_websocket import Server

from sync import guard, socket
from sync.conversation import converse
from sync.meter import Meter
from sync.scope import Seat
from sync.teller import Tellers
from tests.socket.raw import frame
from tests.store.desk import row_id
from tests.store.test_teller import Hall

HEADERS = {
    "HTTP_HOST": "localhost",
    "HTTP_CONNECTION": "Upgrade",
    "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "REQUEST_METHOD": "GET",
}


class Ledger(Meter):
    """Keeps who waits for a slow reader, and the frames that were given out."""

    def __init__(self):
        self.given = 0
        self.waiting = 0

    def sending(self, change: int) -> None:
        self.waiting += change

    def sent(self, rows: int) -> None:
        self.given += 1


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Of notes that fill many frames."""
    hall = Hall(f"sqlite:///{tmp_path}/fichero.db", tmp_path)
    for number in range(20):
        hall.desk.olga.write("note", row_id(number), {"body": "x" * 9_000})
    yield hall
    hall.store.close()


def open_line(hall: Hall, seat: Seat) -> tuple[tcp.socket, gevent.Greenlet]:
    """A conversation over a pair of sockets: the device's end, and who speaks at the other."""
    theirs, ours = tcp.socketpair()
    environ = HEADERS | {"gunicorn.socket": guard.Guard(ours, guard.Limits())}
    websocket = Server(environ, thread_class=socket._Reading, event_class=socket._Silent)
    line = socket.Socket(websocket, guard.Limits())
    return theirs, gevent.spawn(converse, hall.store, Tellers(hall.store), seat, line)


def test_who_pulls_and_does_not_read_is_given_no_more(hall: Hall) -> None:
    ledger = Ledger()
    hall.store.measure(ledger)
    seat = hall.desk.olga.seat
    theirs, speaking = open_line(hall, seat)
    hello = {"type": "hello", "device": hall.desk.olga.id, "epoch": "", "cursor": 0, "schema": 1, "now": 0}
    theirs.sendall(frame(json.dumps(hello).encode()))
    pull = frame(b'{"type":"pull","cursor":0}')
    with gevent.Timeout(10):
        while not ledger.waiting:
            theirs.sendall(pull)
            gevent.sleep(0)
    given = ledger.given
    theirs.sendall(pull * 30)
    for _ in range(200):
        gevent.sleep(0)
    assert ledger.given == given and ledger.waiting == 1
    # It goes on as soon as somebody reads.
    with gevent.Timeout(10):
        while ledger.given < given + 3:
            assert theirs.recv(65536)
            theirs.sendall(pull)
    theirs.close()
    with pytest.raises(socket.Closed):
        speaking.get(timeout=10)
