"""The sync wire over HTTP: the socket, its HTTPS twin for push and rows, the snapshot, and a row's history."""

from collections.abc import Callable
from functools import partial

import msgspec
from flask import Blueprint, Flask, Response, g, request

from server import snapshots
from server.config import Config
from server.errors import Fault, answer, whole_number
from server.signin import signed_in, store, who
from sync import socket, wire
from sync.changes import Change
from sync.conversation import converse
from sync.scope import Seat
from sync.store import Store
from sync.tables import TABLES, is_row_id
from sync.teller import Tellers

MOST_SOCKETS = 24
"""Open connections of one session; a browser profile needs one, and one more while the last has not ended."""

routes = Blueprint("sync", __name__)


class Changes(msgspec.Struct, forbid_unknown_fields=True):
    """A row's history, the newest first."""

    changes: list[Change]


def install(app: Flask, config: Config, kept: Store) -> None:
    """Add the routes."""
    socket.mount(app, "/sync", config.address, who, _few(partial(converse, kept, Tellers(kept))))
    app.register_blueprint(routes)


def _few(handler: Callable[[Seat, socket.Socket], None]) -> Callable[[Seat, socket.Socket], None]:
    """The handler for MOST_SOCKETS connections of each session: the oldest makes room for one more."""
    open_: dict[str, list[socket.Socket]] = {}

    def handle(seat: Seat, sock: socket.Socket) -> None:
        of_session = open_.setdefault(seat.session, [])
        of_session.append(sock)
        try:
            if len(of_session) > MOST_SOCKETS:
                of_session.pop(0).close_soon(socket.POLICY, "too many connections of this session")
            handler(seat, sock)
        finally:
            if sock in of_session:
                of_session.remove(sock)
            if not of_session and open_.get(seat.session) is of_session:
                del open_[seat.session]

    return handle


@routes.post("/sync/push")
@signed_in
def push() -> Response:
    """A push message; answered once what it carries is on disk. Another epoch: 409, and nothing happened."""
    said = store().push(g.seat, wire.decode_push(request.get_data(cache=False)))[0]
    if isinstance(said, wire.Error):
        raise wire.Refusal(said.code, said.text)
    if isinstance(said, wire.Reset):
        raise _begin_again("This server's history is another one: take a new snapshot.")
    return answer(said)


@routes.get("/sync/rows")
@signed_in
def rows() -> Response:
    """The rows after `cursor`, as the socket sends them; at the head, none. Another epoch or sight: 409."""
    cursor = whole_number("cursor")
    epoch, head = store().state(g.seat.business)
    if request.args.get("epoch") != epoch or cursor > head:
        raise _begin_again("This server's history is another one: take a new snapshot.")
    if store().needs_reset(g.seat, cursor):
        raise _begin_again("What you may see has changed: take a new snapshot.")
    return answer(store().rows(g.seat, cursor) or wire.Rows(epoch, cursor, cursor, [], []))


@routes.get("/sync/snapshot")
@signed_in
def snapshot() -> Response:
    """All that the asker may see, as lines of JSON. `head` and `line` go on with one that was cut; 410: it is gone."""
    goes_on = bool({"head", "line"} & request.args.keys())
    head, line = (whole_number("head"), whole_number("line")) if goes_on else (0, 0)
    made = snapshots.take(store(), g.seat)
    if goes_on and head != made.head:
        made.file.close()
        raise Fault(410, "gone", "There is a newer snapshot: begin again.", "head")
    return snapshots.stream(made, line)


@routes.get("/history/<table>/<row>")
@signed_in
def history(table: str, row: str) -> Response:
    """Every value that the server was given for a row's cells, as far as the asker may see it."""
    if table not in TABLES or not is_row_id(row):
        raise Fault(404, "unknown", "There is no such table or row.")
    return answer(Changes(store().history(g.seat, table, row)))


def _begin_again(text: str) -> Fault:
    """409 with the body of `reset`: nothing happened, and a new snapshot is needed."""
    return Fault(409, "epoch", text, type="reset")
